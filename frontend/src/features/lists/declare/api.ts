import { answer, api } from "@/lib/server/api";
import { asProblem } from "@/lib/server/problem";
import type { components } from "@/lib/server/wire";

type Schemas = components["schemas"];

/** An article without its identifier: every field is sent, so that the same words add and change. */
export type ArticleWords = Required<Omit<Schemas["NewArticle"], "id">>;

export function deleteList(id: string) {
  return answer(api.DELETE("/api/v1/lists/{id}", { params: { path: { id } } }));
}

export function validateList(id: string) {
  return answer(
    api.POST("/api/v1/lists/{id}/validate", { params: { path: { id } }, body: { accept_terms: true } }),
  );
}

/** Longer than this nobody waits before a sheet: the article is kept on the device and sent later. */
const PATIENCE_MS = 20_000;

/** An article under an identifier of ours: sent again after a lost answer, it is the same one. */
export function addArticle(list: string, id: string, words: ArticleWords) {
  const body = { ...words, id };
  return answer(
    api.POST("/api/v1/lists/{id}/articles", {
      params: { path: { id: list } },
      body,
      signal: AbortSignal.timeout(PATIENCE_MS),
    }),
  );
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
  const signal = AbortSignal.timeout(PATIENCE_MS);
  return answer(api.PATCH("/api/v1/articles/{id}", { params: { path: { id } }, body, signal }));
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
