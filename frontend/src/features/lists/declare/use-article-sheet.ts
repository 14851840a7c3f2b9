import { useNavigate, useRouter, useSearch } from "@tanstack/react-router";
import { useRef } from "react";
import type { Article } from "@/domain/articles";
import type { ItemList } from "@/domain/lists";
import { paths } from "@/lib/paths";

/** In the address, for an article that has no identifier yet. */
const NEW = "nouveau";

/**
 * The sheet over a list, which stands in the address: the telephone's Back closes it and a reload finds it open.
 * `write` opens it for an article, or for a new one.
 */
export function useArticleSheet(list: ItemList) {
  const { article: named } = useSearch({ from: "/framed/listes/$listId" });
  const navigate = useNavigate({ from: paths.list });
  const { history } = useRouter();
  const openedHere = useRef(false);
  // A copy is opened before the list that holds it has come.
  const latest = useRef<Article | undefined>(undefined);
  const article = [...list.articles, latest.current].find((one) => one?.id === named);
  const write = (wanted?: Article) => {
    latest.current = wanted;
    openedHere.current = true;
    void navigate({ search: { article: wanted?.id ?? NEW }, resetScroll: false });
  };
  const close = () => {
    if (openedHere.current) history.back();
    else void navigate({ search: {}, replace: true, resetScroll: false });
    openedHere.current = false;
  };
  const sheet: { readonly article?: Article } | undefined =
    named === NEW ? {} : article === undefined ? undefined : { article };
  return { sheet, write, close };
}
