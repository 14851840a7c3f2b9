import { queryOptions } from "@tanstack/react-query";
import { answer, api } from "./api";
import type { components } from "./wire";

export type Edition = components["schemas"]["EditionView"];
export type EditionStatus = components["schemas"]["EditionStatus"];
export type ListType = components["schemas"]["ListType"];

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
