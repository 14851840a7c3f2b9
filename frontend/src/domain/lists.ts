import { type QueryClient, queryOptions } from "@tanstack/react-query";
import { answer, api } from "@/lib/server/api";
import { everyPage, LARGEST_PAGE } from "@/lib/server/every-page";
import type { components } from "@/lib/server/wire";
import type { StateWords } from "@/lib/words";
import { keys } from "./keys";

type Schemas = components["schemas"];
export type ListSummary = Schemas["ListSummary"];
export type ItemList = Schemas["ListView"];
export type Registration = Schemas["OwnRegistrationView"];
export type ListType = Schemas["ListType"];
type ListState = ListSummary["state"];

export const LIST_STATES: Readonly<Record<ListState, StateWords>> = {
  draft: { words: "À remplir", tone: "waiting" },
  validated: { words: "Validée", tone: "good" },
  reviewed: { words: "Contrôlée", tone: "good" },
  closed: { words: "Terminée", tone: "neutral" },
  not_finalised: { words: "Non validée à temps", tone: "bad" },
};

export const LIST_TYPES: Readonly<Record<ListType, string>> = {
  standard: "Standard",
  member_1000: "Adhérent (1000)",
  family_2000: "Famille et amis (2000)",
};

/** A list with its articles. */
export function listQuery(id: string) {
  return queryOptions({
    queryKey: keys.list(id),
    queryFn: ({ signal }) => answer(api.GET("/api/v1/lists/{id}", { params: { path: { id } }, signal })),
  });
}

/** One's own taking part in every edition. */
export function myRegistrationsQuery() {
  return queryOptions({
    queryKey: keys.me("registrations"),
    queryFn: async ({ signal }): Promise<readonly Registration[]> =>
      (await answer(api.GET("/api/v1/me/registrations", { signal }))).items,
  });
}

/** One's own lists of every edition. */
export function myListsQuery() {
  return queryOptions({
    queryKey: keys.me("lists"),
    queryFn: ({ signal }): Promise<readonly ListSummary[]> =>
      everyPage((page) =>
        answer(api.GET("/api/v1/me/lists", { params: { query: { page, per_page: LARGEST_PAGE } }, signal })),
      ),
  });
}

export function editionListsQuery(id: string) {
  return queryOptions({
    queryKey: keys.edition(id, "lists"),
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

/** What is not true any more after any change of a list: the list itself, and the counts that other pages show of it. */
export const changedWithList = (id: string) => [keys.list(id), keys.me()];

export async function refreshList(queries: QueryClient, id: string): Promise<void> {
  await Promise.all(changedWithList(id).map((queryKey) => queries.invalidateQueries({ queryKey })));
}
