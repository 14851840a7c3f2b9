import { answer, api } from "@/lib/server/api";
import type { components } from "@/lib/server/wire";

type Schemas = components["schemas"];
export type NewEdition = Schemas["NewEdition"];

export function createEdition(body: NewEdition) {
  return answer(api.POST("/api/v1/editions", { body }));
}
