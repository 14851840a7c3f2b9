import { type QueryClient, queryOptions } from "@tanstack/react-query";
import { answer, api } from "@/lib/api";
import { everyPage, LARGEST_PAGE } from "@/lib/every-page";
import type { components } from "@/lib/wire";

type Schemas = components["schemas"];
export type Article = Schemas["ArticleView"];
export type Catalogue = Schemas["Catalogue"];
export type Counters = Schemas["Counters"];
export type Gender = Schemas["Gender"];
export type ItemList = Schemas["ListView"];
export type ListSummary = Schemas["ListSummary"];
/** Every field is sent, so that the same body adds and changes. */
export type NewArticle = Required<Schemas["NewArticle"]>;
export type Registration = Schemas["OwnRegistrationView"];

/** The rules of an edition, or those of today when none is named. They hardly ever change. */
export function catalogueQuery(edition_id?: string) {
  return queryOptions({
    queryKey: ["catalogue", edition_id ?? ""],
    queryFn: ({ signal }) =>
      answer(
        api.GET("/api/v1/catalogue", {
          params: { query: edition_id === undefined ? {} : { edition_id } },
          signal,
        }),
      ),
    staleTime: 600_000,
  });
}

export function myRegistrationsQuery() {
  return queryOptions({
    queryKey: ["me", "registrations"],
    queryFn: async ({ signal }): Promise<readonly Registration[]> =>
      (await answer(api.GET("/api/v1/me/registrations", { signal }))).items,
  });
}

export function myListsQuery() {
  return queryOptions({
    queryKey: ["me", "lists"],
    queryFn: ({ signal }): Promise<readonly ListSummary[]> =>
      everyPage((page) =>
        answer(api.GET("/api/v1/me/lists", { params: { query: { page, per_page: LARGEST_PAGE } }, signal })),
      ),
  });
}

export function listQuery(id: string) {
  return queryOptions({
    queryKey: ["lists", id],
    queryFn: ({ signal }) => answer(api.GET("/api/v1/lists/{id}", { params: { path: { id } }, signal })),
  });
}

/** A list under the next number of one's registration. */
export function createList(editionId: string) {
  return answer(api.POST("/api/v1/editions/{id}/lists", { params: { path: { id: editionId } }, body: {} }));
}

export function deleteList(id: string) {
  return answer(api.DELETE("/api/v1/lists/{id}", { params: { path: { id } } }));
}

export function validateList(id: string) {
  return answer(
    api.POST("/api/v1/lists/{id}/validate", { params: { path: { id } }, body: { accept_terms: true } }),
  );
}

export function reopenList(id: string, reason: string) {
  return answer(api.POST("/api/v1/lists/{id}/reopen", { params: { path: { id } }, body: { reason } }));
}

export function addArticle(list: string, body: NewArticle) {
  return answer(api.POST("/api/v1/lists/{id}/articles", { params: { path: { id: list } }, body }));
}

export function changeArticle(id: string, body: NewArticle) {
  return answer(api.PATCH("/api/v1/articles/{id}", { params: { path: { id } }, body }));
}

export function deleteArticle(id: string) {
  return answer(api.DELETE("/api/v1/articles/{id}", { params: { path: { id } } }));
}

export function duplicateArticle(id: string) {
  return answer(api.POST("/api/v1/articles/{id}/duplicate", { params: { path: { id } } }));
}

/** After any change of a list: the list itself, and the counts that other pages show of it. */
export async function refreshList(queries: QueryClient, id: string): Promise<void> {
  await Promise.all([
    queries.invalidateQueries({ queryKey: ["lists", id] }),
    queries.invalidateQueries({ queryKey: ["me"] }),
  ]);
}
