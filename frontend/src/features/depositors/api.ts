import { queryOptions } from "@tanstack/react-query";
import { answer, api } from "@/lib/api";
import type { components } from "@/lib/wire";

type Schemas = components["schemas"];
export type Preview = Schemas["Preview"];
export type ImportOutcome = Schemas["ImportOutcome"];
export type TariffUse = Schemas["TariffUse"];
type ImportOrder = Schemas["ImportOrder"];
type NewRegistration = Schemas["NewRegistration"];

/** The file goes as it is: no gateway changes or refuses a raw body. */
export function previewImport(id: string, file: File) {
  return answer(
    api.POST("/api/v1/editions/{id}/billetweb/preview", {
      params: { path: { id }, query: { filename: file.name } },
      body: file,
      bodySerializer: (body) => body as File,
      headers: { "Content-Type": "application/octet-stream" },
    }),
  );
}

export function importTickets(id: string, body: ImportOrder) {
  return answer(api.POST("/api/v1/editions/{id}/billetweb/import", { params: { path: { id } }, body }));
}

export function importsQuery(id: string) {
  return queryOptions({
    queryKey: ["editions", id, "imports"],
    queryFn: async ({ signal }) =>
      (await answer(api.GET("/api/v1/editions/{id}/imports", { params: { path: { id } }, signal }))).items,
  });
}

export function addRegistration(id: string, body: NewRegistration) {
  return answer(api.POST("/api/v1/editions/{id}/registrations", { params: { path: { id } }, body }));
}

export function moveRegistration(id: string, registration: string, slot_id: string, confirm_notify: boolean) {
  return answer(
    api.PATCH("/api/v1/editions/{id}/registrations/{registration}", {
      params: { path: { id, registration } },
      body: { slot_id, confirm_notify },
    }),
  );
}

export function removeRegistration(id: string, registration: string) {
  return answer(
    api.DELETE("/api/v1/editions/{id}/registrations/{registration}", {
      params: { path: { id, registration } },
    }),
  );
}

export type BulkPreview = Schemas["BulkPreview"];
export type BulkProblem = Schemas["BulkProblem"];

export function invitationStatsQuery(id: string) {
  return queryOptions({
    queryKey: ["editions", id, "invitations", "stats"],
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
