import { answer, api } from "@/lib/server/api";
import type { components } from "@/lib/server/wire";

type Schemas = components["schemas"];
export type Configuration = Schemas["Configuration"];
export type EditionChanges = Schemas["EditionChanges"];

/** What an edition says of itself, without its dates of deposit and sale. */
export function changeEdition(id: string, body: EditionChanges) {
  return answer(api.PATCH("/api/v1/editions/{id}", { params: { path: { id } }, body }));
}

export function configureEdition(id: string, body: Configuration) {
  return answer(api.PUT("/api/v1/editions/{id}/configuration", { params: { path: { id } }, body }));
}
