import { queryOptions } from "@tanstack/react-query";
import { keys } from "@/domain/keys";
import { answer, api } from "@/lib/server/api";
import type { components } from "@/lib/server/wire";

type Schemas = components["schemas"];
export type BulkPreview = Schemas["BulkPreview"];
export type BulkProblem = Schemas["BulkProblem"];

export function invitationStatsQuery(id: string) {
  return queryOptions({
    queryKey: keys.edition(id, "invitations", "stats"),
    queryFn: ({ signal }) =>
      answer(api.GET("/api/v1/editions/{id}/invitations/stats", { params: { path: { id } }, signal })),
  });
}

/** What inviting these people would do; changes nothing. */
export function previewBulk(id: string, text: string) {
  return answer(
    api.POST("/api/v1/editions/{id}/invitations/bulk/preview", { params: { path: { id } }, body: { text } }),
  );
}

export function inviteBulk(id: string, text: string) {
  return answer(
    api.POST("/api/v1/editions/{id}/invitations/bulk", { params: { path: { id } }, body: { text } }),
  );
}

/** New links for everybody whose own runs out within three days. */
export function resendExpiring(id: string) {
  return answer(api.POST("/api/v1/editions/{id}/invitations/resend-expiring", { params: { path: { id } } }));
}
