import type { Draft } from "./draft";

interface KeptDraft {
  readonly read: () => Partial<Draft>;
  readonly write: (draft: Draft) => void;
  readonly clear: () => void;
}

/** What was typed for an article and not saved yet, until the tab is closed: a call or a reload loses nothing. */
export function keptDraft(list: string, article = "new"): KeptDraft {
  const key = `bourse.article.${list}.${article}`;
  return {
    read: () => {
      try {
        return JSON.parse(sessionStorage.getItem(key) ?? "{}") as Partial<Draft>;
      } catch {
        return {};
      }
    },
    write: (draft) => sessionStorage.setItem(key, JSON.stringify(draft)),
    clear: () => sessionStorage.removeItem(key),
  };
}
