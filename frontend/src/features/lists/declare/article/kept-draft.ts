import { uuidv7 } from "@/lib/uuid";
import type { Draft } from "./draft";

interface KeptDraft {
  readonly read: () => Partial<Draft>;
  readonly write: (draft: Draft) => void;
  readonly clear: () => void;
  /** Takes back a `clear`. */
  readonly restore: (draft: Partial<Draft>, id: string | null) => void;
  /** The identifier that this draft is saved under, the same until it is cleared: sent twice it is one article. */
  readonly id: () => string;
  /** The identifier, if one was made: an article of it may be on the list although its answer was lost. */
  readonly madeId: () => string | null;
}

/** What was typed for an article and not saved yet, until the tab is closed: a call or a reload loses nothing. */
export function keptDraft(list: string, article = "new"): KeptDraft {
  const key = `bourse.article.${list}.${article}`;
  const madeId = () => sessionStorage.getItem(`${key}.id`);
  return {
    read: () => {
      try {
        return JSON.parse(sessionStorage.getItem(key) ?? "{}") as Partial<Draft>;
      } catch {
        return {};
      }
    },
    write: (draft) => sessionStorage.setItem(key, JSON.stringify(draft)),
    clear: () => {
      sessionStorage.removeItem(key);
      sessionStorage.removeItem(`${key}.id`);
    },
    restore: (draft, id) => {
      sessionStorage.setItem(key, JSON.stringify(draft));
      if (id !== null) sessionStorage.setItem(`${key}.id`, id);
    },
    id: () => {
      const id = madeId() ?? uuidv7(Date.now());
      sessionStorage.setItem(`${key}.id`, id);
      return id;
    },
    madeId,
  };
}
