import type { Catalogue } from "@/domain/articles";
import type { ItemList } from "@/domain/lists";
import type { ArticleWords } from "@/features/lists/declare/api";
import type { Draft } from "@/features/lists/declare/article/draft";
import { session } from "@/lib/server/session";
import { createStore, useStore } from "@/lib/store";
import type { ArticleBox } from "@/offline/articles";

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

type Outbox = ArticleBox<Waiting, SeenList>;

const NOTHING: Outbox = { waiting: [], lists: {} };

/** What reads the device comes after the page. */
const device = () => import("@/offline/articles");

/** Nothing until the device has been asked. */
const shown = createStore<Outbox | undefined>(undefined);

// Every tab looks into the same box, and says when it has changed it.
const tabs = typeof BroadcastChannel === "undefined" ? undefined : new BroadcastChannel("bourse-articles");
tabs?.addEventListener("message", () => void show());
// The box is the person's; the same one, with a new name or a longer session, looks on.
let whose = session.identity.get()?.id;
session.identity.subscribe(() => {
  const id = session.identity.get()?.id;
  if (id === whose) return;
  whose = id;
  shown.set(undefined);
  void show();
});
void show();

export const outbox = {
  read: async () => (await show()).waiting,
  keep,
  refuse,
  drop,
  seen: (list: string): SeenList | undefined => shown.get()?.lists[list],
};

/** Whether it is known what waits on this device. */
export function useOutboxReady(): boolean {
  return useStore(shown) !== undefined;
}

/** What waits, the earliest first; of one list, or of all. */
export function useWaiting(list?: string): readonly Waiting[] {
  const { waiting } = useStore(shown) ?? NOTHING;
  return list === undefined ? waiting : waiting.filter((one) => one.list === list);
}

/** Kept is what is on the disk. Throws when the device has no room: then nothing is kept. */
function keep(one: Waiting, seen: SeenList): Promise<void> {
  return change(({ waiting, lists }) => ({
    waiting: [...waiting.filter(({ id }) => id !== one.id), one],
    lists: { ...lists, [one.list]: seen },
  }));
}

/** `at` names what was sent: what was saved meanwhile stays. */
function refuse(id: string, at: number, refusal: string): Promise<void> {
  return change(({ waiting, lists }) => ({
    waiting: waiting.map((one) => (one.id === id && one.at === at ? { ...one, refusal } : one)),
    lists,
  }));
}

function drop(id: string, at?: number): Promise<void> {
  return change(({ waiting, lists }) => {
    const left = waiting.filter((one) => one.id !== id || (at !== undefined && one.at !== at));
    const needed = Object.entries(lists).filter(([list]) => left.some((one) => one.list === list));
    return { waiting: left, lists: Object.fromEntries(needed) };
  });
}

async function boxOf(person: string) {
  return (await device()).articlesOf(person);
}

async function show(): Promise<Outbox> {
  const who = session.identity.get();
  const box = who && ((await boxOf(who.id).catch(() => undefined)) as Outbox | undefined);
  // Somebody else may have come meanwhile: the box is not theirs.
  if (session.identity.get()?.id !== who?.id) return NOTHING;
  shown.set(box ?? NOTHING);
  return box ?? NOTHING;
}

async function change(work: (box: Outbox) => Outbox): Promise<void> {
  const who = session.identity.get();
  if (who === undefined) return;
  const { changeArticles } = await device();
  await changeArticles(who.id, (before) => work((before as Outbox | undefined) ?? NOTHING));
  tabs?.postMessage("changed");
  await show();
}
