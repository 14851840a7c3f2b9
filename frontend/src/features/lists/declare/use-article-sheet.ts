import { useNavigate, useRouter, useSearch } from "@tanstack/react-router";
import { useRef } from "react";
import type { Article } from "@/domain/articles";
import type { ItemList } from "@/domain/lists";
import type { Waiting } from "@/features/lists/declare/waiting/outbox";
import { paths } from "@/lib/paths";

/** In the address, for an article that has no identifier yet. */
const NEW = "nouveau";

/**
 * The sheet over a list, which stands in the address: the telephone's Back closes it and a reload finds it open.
 * `write` opens it for an article, for one that waits on this device, or for a new one.
 */
export function useArticleSheet(list: ItemList, waiting: readonly Waiting[]) {
  const { article: named } = useSearch({ from: "/framed/listes/$listId" });
  const navigate = useNavigate({ from: paths.list });
  const { history } = useRouter();
  const openedHere = useRef(false);
  // A copy is opened before the list that holds it has come.
  const latest = useRef<Article | undefined>(undefined);
  const article = [...list.articles, latest.current].find((one) => one?.id === named);
  const write = (wanted?: Article | Waiting) => {
    latest.current = wanted !== undefined && "line" in wanted ? wanted : undefined;
    openedHere.current = true;
    void navigate({ search: { article: wanted?.id ?? NEW }, resetScroll: false });
  };
  const close = () => {
    if (openedHere.current) history.back();
    else void navigate({ search: {}, replace: true, resetScroll: false });
    openedHere.current = false;
  };
  const kept = waiting.find(({ id }) => id === named);
  const sheet: { readonly article?: Article; readonly kept?: Waiting } | undefined =
    named === NEW ? {} : article || kept ? { ...(article && { article }), ...(kept && { kept }) } : undefined;
  return { sheet, write, close };
}
