import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { keys } from "@/domain/keys";
import { answer, api } from "@/lib/server/api";
import type { components, paths as routes } from "@/lib/server/wire";

type Schemas = components["schemas"];
export type ArticleSheet = Schemas["ArticleSheet"];
export type Claim = Schemas["ArticleClaim"];

type Query = NonNullable<routes["/api/v1/editions/{id}/articles"]["get"]["parameters"]["query"]>;

const ARTICLES_PER_PAGE = 50;

/** One page of an edition's articles, searched by the server: there are some 7,000. */
export function articlesPageQuery(id: string, query: Query) {
  return queryOptions({
    queryKey: keys.edition(id, "articles", "page", query),
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) =>
      answer(
        api.GET("/api/v1/editions/{id}/articles", {
          params: { path: { id }, query: { ...query, per_page: ARTICLES_PER_PAGE } },
          signal,
        }),
      ),
  });
}

/** One article: whose it is, where it was sold. */
export function articleQuery(edition: string, id: string) {
  return queryOptions({
    queryKey: keys.edition(edition, "article", id),
    queryFn: ({ signal }) => answer(api.GET("/api/v1/articles/{id}", { params: { path: { id } }, signal })),
  });
}

const ENTRIES = 100;

/** What happened to an article and to its list, the latest first. */
export function articleHistoryQuery(edition: string, id: string) {
  return queryOptions({
    queryKey: keys.edition(edition, "article", id, "history"),
    queryFn: async ({ signal }) =>
      (
        await answer(
          api.GET("/api/v1/articles/{id}/history", {
            params: { path: { id }, query: { per_page: ENTRIES } },
            signal,
          }),
        )
      ).items,
  });
}

/** Where the articles of a list were sold. */
export function listSalesQuery(list: string) {
  return queryOptions({
    queryKey: keys.list(list, "sales"),
    queryFn: async ({ signal }): Promise<readonly Claim[]> =>
      (await answer(api.GET("/api/v1/lists/{id}/sales", { params: { path: { id: list } }, signal }))).items,
  });
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
