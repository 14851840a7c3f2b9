import { queryOptions } from "@tanstack/react-query";
import { answer, api } from "@/lib/server/api";
import { everyPage, LARGEST_PAGE } from "@/lib/server/every-page";
import type { components } from "@/lib/server/wire";
import { keys } from "./keys";
import type { ListSummary } from "./lists";
import type { Payout } from "./payouts";

type Schemas = components["schemas"];
export type Edition = Schemas["EditionView"];
export type EditionStatus = Schemas["EditionStatus"];
export type Slot = Schemas["SlotView"];
export type Registration = Schemas["RegistrationView"];
export type LiveFigures = Schemas["LiveView"];
export type Till = Schemas["TillLive"];

/** The states of an edition, in order, as the navigation and the timeline name them. */
export const EDITION_STATUSES: Readonly<Record<EditionStatus, string>> = {
  draft: "Brouillon",
  configured: "Configurée",
  registrations_open: "Inscriptions ouvertes",
  deposit: "Dépôt",
  sale: "Vente",
  settlement: "Reversements",
  closed: "Clôturée",
  archived: "Archivée",
};

const ORDER = Object.keys(EDITION_STATUSES) as readonly EditionStatus[];

/** Whether an edition stands at `status` or beyond. */
export function hasReached(edition: { readonly status: EditionStatus }, status: EditionStatus): boolean {
  return ORDER.indexOf(edition.status) >= ORDER.indexOf(status);
}

/** Nothing can be written any more. */
export function isReadOnly(edition: { readonly status: EditionStatus }): boolean {
  return hasReached(edition, "closed");
}

export function editionQuery(id: string) {
  return queryOptions({
    queryKey: keys.edition(id),
    queryFn: ({ signal }) => answer(api.GET("/api/v1/editions/{id}", { params: { path: { id } }, signal })),
  });
}

export function slotsQuery(id: string) {
  return queryOptions({
    queryKey: keys.edition(id, "slots"),
    queryFn: async ({ signal }): Promise<readonly Slot[]> =>
      (await answer(api.GET("/api/v1/editions/{id}/slots", { params: { path: { id } }, signal }))).items,
  });
}

export function registrationsQuery(id: string) {
  return queryOptions({
    queryKey: keys.edition(id, "registrations"),
    queryFn: ({ signal }): Promise<readonly Registration[]> =>
      everyPage((page) =>
        answer(
          api.GET("/api/v1/editions/{id}/registrations", {
            params: { path: { id }, query: { page, per_page: LARGEST_PAGE } },
            signal,
          }),
        ),
      ),
  });
}

const LIVE_EVERY_MS = 10_000;

/** The sale as it goes, asked for again every ten seconds. */
export function liveQuery(id: string) {
  return queryOptions({
    queryKey: keys.edition(id, "live"),
    queryFn: ({ signal }) =>
      answer(api.GET("/api/v1/editions/{id}/live", { params: { path: { id } }, signal })),
    refetchInterval: LIVE_EVERY_MS,
  });
}

/** What the checklist is computed from; what does not concern the edition's state is empty. */
export interface Facts {
  readonly slots: readonly Slot[];
  readonly registrations: readonly Registration[];
  readonly lists: readonly ListSummary[];
  readonly payouts: readonly Payout[];
  readonly live: LiveFigures | undefined;
}
