import { queryOptions } from "@tanstack/react-query";
import { keys } from "@/domain/keys";
import { answer, api } from "@/lib/server/api";
import { everyPage, LARGEST_PAGE } from "@/lib/server/every-page";
import type { components } from "@/lib/server/wire";

type Schemas = components["schemas"];
export type Invitation = Schemas["InvitationRow"];
export type Guest = Schemas["BulkGuest"];
export type BulkOutcome = Schemas["BulkGuestsOutcome"];

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

/** A new link by mail; the former one stops working. */
export function resendInvitation(id: string, invitation: string) {
  return answer(
    api.POST("/api/v1/editions/{id}/invitations/{invitation}/resend", {
      params: { path: { id, invitation } },
    }),
  );
}

/** The link stops working; a new one can still be sent. */
export function cancelInvitation(id: string, invitation: string) {
  return answer(
    api.POST("/api/v1/editions/{id}/invitations/{invitation}/cancel", {
      params: { path: { id, invitation } },
    }),
  );
}

/** Everybody who was invited to an edition, the latest first. */
export function invitationsQuery(id: string) {
  return queryOptions({
    queryKey: keys.edition(id, "invitations"),
    queryFn: ({ signal }): Promise<readonly Invitation[]> =>
      everyPage((page) =>
        answer(
          api.GET("/api/v1/editions/{id}/invitations", {
            params: { path: { id }, query: { page, per_page: LARGEST_PAGE } },
            signal,
          }),
        ),
      ),
  });
}
