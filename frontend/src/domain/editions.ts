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

export function editionsQuery() {
  return queryOptions({
    queryKey: keys.editions(),
    queryFn: ({ signal }): Promise<readonly Edition[]> =>
      everyPage((page) =>
        answer(api.GET("/api/v1/editions", { params: { query: { page, per_page: LARGEST_PAGE } }, signal })),
      ),
  });
}

/** How much an edition in this state needs its people today. */
const URGENCY: Readonly<Record<EditionStatus, number>> = {
  sale: 7,
  settlement: 6,
  deposit: 5,
  registrations_open: 4,
  configured: 3,
  draft: 2,
  closed: 1,
  archived: 0,
};

/** Of all editions the one that people have come for: a real one before one for training, then the one that goes on, then the latest. */
export function runningOf(all: readonly Edition[]): Edition | undefined {
  const rank = (one: Edition) => (one.is_training ? 0 : 10) + URGENCY[one.status];
  return all.toSorted((a, b) => rank(b) - rank(a) || b.starts_at.localeCompare(a.starts_at))[0];
}

/** Of all editions the real one that runs already and keeps this one from opening its registrations. */
export function runningBeside(edition: Edition, all: readonly Edition[]): Edition | undefined {
  if (edition.is_training || hasReached(edition, "registrations_open")) return undefined;
  return all.find(
    (other) =>
      other.id !== edition.id &&
      !other.is_training &&
      hasReached(other, "registrations_open") &&
      !isReadOnly(other),
  );
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

/** A till tells of itself twice a minute: after this long it is off, or without network. */
const SILENT_AFTER_MS = 90_000;

/** Whether nothing was heard of a till for a while. */
export function isSilent({ last_seen_at }: Till, now = Date.now()): boolean {
  return now - new Date(last_seen_at).getTime() > SILENT_AFTER_MS;
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
