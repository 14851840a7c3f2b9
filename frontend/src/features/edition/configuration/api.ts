import { answer, api } from "@/lib/server/api";
import type { components } from "@/lib/server/wire";

type Schemas = components["schemas"];
export type Configuration = Schemas["Configuration"];

export function configureEdition(id: string, body: Configuration) {
  return answer(api.PUT("/api/v1/editions/{id}/configuration", { params: { path: { id } }, body }));
}
