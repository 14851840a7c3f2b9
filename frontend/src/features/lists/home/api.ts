import { answer, api } from "@/lib/server/api";

/** A list under the next number of one's registration. */
export function createList(editionId: string) {
  return answer(api.POST("/api/v1/editions/{id}/lists", { params: { path: { id: editionId } }, body: {} }));
}
