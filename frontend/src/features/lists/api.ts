import { type QueryClient, queryOptions } from "@tanstack/react-query";
import { answer, api } from "@/lib/api";
import { everyPage, LARGEST_PAGE } from "@/lib/every-page";
import { asProblem } from "@/lib/problem";
import type { components } from "@/lib/wire";

type Schemas = components["schemas"];
export type Article = Schemas["ArticleView"];
export type Catalogue = Schemas["Catalogue"];
export type Counters = Schemas["Counters"];
export type Gender = Schemas["Gender"];
export type ItemList = Schemas["ListView"];
export type ListSummary = Schemas["ListSummary"];
/** An article without its identifier: every field is sent, so that the same words add and change. */
export type ArticleWords = Required<Omit<Schemas["NewArticle"], "id">>;
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

/** All validated lists of an edition, whole. */
export function acceptLists(id: string) {
  return answer(
    api.POST("/api/v1/editions/{id}/accept-lists", { params: { path: { id } }, body: { list_ids: null } }),
  );
}

/** An article under an identifier of ours: sent again after a lost answer, it is the same one. */
export function addArticle(list: string, id: string, words: ArticleWords) {
  const body = { ...words, id };
  return answer(api.POST("/api/v1/lists/{id}/articles", { params: { path: { id: list } }, body }));
}

/** The same, when the words have been changed since the answer was lost: the article is there, and gets the new ones. */
export async function saveArticle(list: string, id: string, words: ArticleWords) {
  try {
    return await addArticle(list, id, words);
  } catch (thrown) {
    if (asProblem(thrown).code === "article_id_used") return await changeArticle(id, words);
    throw thrown;
  }
}

export function changeArticle(id: string, body: ArticleWords) {
  return answer(api.PATCH("/api/v1/articles/{id}", { params: { path: { id } }, body }));
}

/** The same once more; under one key it is one copy, however often it is asked for. */
export function duplicateArticle(id: string, key: string) {
  return answer(
    api.POST("/api/v1/articles/{id}/duplicate", {
      params: { path: { id } },
      headers: { "Idempotency-Key": key },
    }),
  );
}

export function deleteArticle(id: string) {
  return answer(api.DELETE("/api/v1/articles/{id}", { params: { path: { id } } }));
}

/** After any change of a list: the list itself, and the counts that other pages show of it. */
export async function refreshList(queries: QueryClient, id: string): Promise<void> {
  await Promise.all([
    queries.invalidateQueries({ queryKey: ["lists", id] }),
    queries.invalidateQueries({ queryKey: ["me"] }),
  ]);
}
