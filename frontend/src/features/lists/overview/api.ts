import { answer, api } from "@/lib/server/api";

export function reopenList(id: string, reason: string) {
  return answer(api.POST("/api/v1/lists/{id}/reopen", { params: { path: { id } }, body: { reason } }));
}

/** All validated lists of an edition, whole. */
export function acceptLists(id: string) {
  return answer(
    api.POST("/api/v1/editions/{id}/accept-lists", { params: { path: { id } }, body: { list_ids: null } }),
  );
}
