import type { Catalogue } from "@/domain/articles";
import type { ItemList } from "@/domain/lists";
import type { ArticleWords } from "@/features/lists/declare/api";
import type { Draft } from "@/features/lists/declare/article/draft";
import { articlesKey } from "@/lib/server/kept-articles";
import { session } from "@/lib/server/session";
import { createStore, useStore } from "@/lib/store";

/** An article, or a change of one, that the server does not know yet. */
export interface Waiting {
  /** The article's own: sent twice it is one article. */
  readonly id: string;
  readonly list: string;
  /** An article that the list has not; else a change of one that it has. */
  readonly isNew: boolean;
  /** What was typed, to be mended. */
  readonly draft: Draft;
  /** What is sent. */
  readonly words: ArticleWords;
  /** When it was kept: what is saved later takes its place. */
  readonly at: number;
  /** Why the server does not take it; it is sent again once it was mended. */
  readonly refusal?: string;
}

/** A list as it was last seen, to be shown after a reload without network. */
export interface SeenList {
  readonly list: ItemList;
  readonly catalogue: Catalogue;
}

interface Outbox {
  readonly waiting: readonly Waiting[];
  readonly lists: Readonly<Record<string, SeenList>>;
}

const NOTHING: Outbox = { waiting: [], lists: {} };

const shown = createStore<Outbox>(read());

// The box is the person's, and every tab looks into the same one.
session.identity.subscribe(() => shown.set(read()));
if (typeof window !== "undefined") window.addEventListener("storage", () => shown.set(read()));

export const outbox = {
  read: () => read().waiting,
  keep,
  refuse,
  drop,
  seen: (list: string): SeenList | undefined => shown.get().lists[list],
};

/** What waits, the earliest first; of one list, or of all. */
export function useWaiting(list?: string): readonly Waiting[] {
  const { waiting } = useStore(shown);
  return list === undefined ? waiting : waiting.filter((one) => one.list === list);
}

/** Throws when the device has no room: then nothing is kept. */
function keep(one: Waiting, seen: SeenList): void {
  const { waiting, lists } = read();
  write({
    waiting: [...waiting.filter(({ id }) => id !== one.id), one],
    lists: { ...lists, [one.list]: seen },
  });
}

/** `at` names what was sent: what was saved meanwhile stays. */
function refuse(id: string, at: number, refusal: string): void {
  const { waiting, lists } = read();
  write({
    waiting: waiting.map((one) => (one.id === id && one.at === at ? { ...one, refusal } : one)),
    lists,
  });
}

function drop(id: string, at?: number): void {
  const { waiting, lists } = read();
  const left = waiting.filter((one) => one.id !== id || (at !== undefined && one.at !== at));
  if (left.length === waiting.length) return;
  const needed = Object.entries(lists).filter(([list]) => left.some((one) => one.list === list));
  write({ waiting: left, lists: Object.fromEntries(needed) });
}

function read(): Outbox {
  const who = session.identity.get();
  if (who === undefined) return NOTHING;
  try {
    return (JSON.parse(localStorage.getItem(articlesKey(who.id)) ?? "null") as Outbox | null) ?? NOTHING;
  } catch {
    return NOTHING;
  }
}

function write(box: Outbox): void {
  const who = session.identity.get();
  if (who === undefined) return;
  if (box.waiting.length === 0) localStorage.removeItem(articlesKey(who.id));
  else localStorage.setItem(articlesKey(who.id), JSON.stringify(box));
  shown.set(box);
}
