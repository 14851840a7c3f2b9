import { queryOptions } from "@tanstack/react-query";
import { answer, api } from "./api";
import { everyPage, LARGEST_PAGE } from "./every-page";
import type { components } from "./wire";

type Schemas = components["schemas"];
export type Edition = Schemas["EditionView"];
export type EditionStatus = Schemas["EditionStatus"];
export type ListType = Schemas["ListType"];
export type Slot = Schemas["SlotView"];
export type ListSummary = Schemas["ListSummary"];
export type Registration = Schemas["RegistrationView"];
export type Payout = Schemas["PayoutRow"];
export type LiveFigures = Schemas["LiveView"];

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

export const LIST_TYPES: Readonly<Record<ListType, string>> = {
  standard: "Standard",
  member_1000: "Adhérent (1000)",
  family_2000: "Famille et amis (2000)",
};

export function editionQuery(id: string) {
  return queryOptions({
    queryKey: ["editions", id],
    queryFn: ({ signal }) => answer(api.GET("/api/v1/editions/{id}", { params: { path: { id } }, signal })),
  });
}

export function slotsQuery(id: string) {
  return queryOptions({
    queryKey: ["editions", id, "slots"],
    queryFn: async ({ signal }): Promise<readonly Slot[]> =>
      (await answer(api.GET("/api/v1/editions/{id}/slots", { params: { path: { id } }, signal }))).items,
  });
}

export function registrationsQuery(id: string) {
  return queryOptions({
    queryKey: ["editions", id, "registrations"],
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

export function editionListsQuery(id: string) {
  return queryOptions({
    queryKey: ["editions", id, "lists"],
    queryFn: ({ signal }): Promise<readonly ListSummary[]> =>
      everyPage((page) =>
        answer(
          api.GET("/api/v1/editions/{id}/lists", {
            params: { path: { id }, query: { page, per_page: LARGEST_PAGE } },
            signal,
          }),
        ),
      ),
  });
}

export function payoutsQuery(id: string) {
  return queryOptions({
    queryKey: ["editions", id, "payouts"],
    queryFn: ({ signal }): Promise<readonly Payout[]> =>
      everyPage((page) =>
        answer(
          api.GET("/api/v1/editions/{id}/payouts", {
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
    queryKey: ["editions", id, "live"],
    queryFn: ({ signal }) =>
      answer(api.GET("/api/v1/editions/{id}/live", { params: { path: { id } }, signal })),
    refetchInterval: LIVE_EVERY_MS,
  });
}
