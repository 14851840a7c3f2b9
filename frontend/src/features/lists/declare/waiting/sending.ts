import { changeArticle, saveArticle } from "@/features/lists/declare/api";
import { asProblem } from "@/lib/server/problem";
import { outbox, type Waiting } from "./outbox";

/** Nobody answered, or only a gateway whose application is down: it may be tried again later. */
export function isAway(thrown: unknown): boolean {
  const { status } = asProblem(thrown);
  return status === 0 || status >= 502;
}

/** Neither taken nor refused: nobody there, too many at once, or nobody logged in any more. */
function isPutOff(thrown: unknown): boolean {
  const { status } = asProblem(thrown);
  return status === 0 || status === 401 || status === 408 || status === 429 || status >= 500;
}

/** What became of what was sent. */
export interface Sent {
  /** The lists that have changed, an entry for each article. */
  readonly lists: readonly string[];
  /** Something waits still. */
  readonly putOff: boolean;
}

/** Sends what waits, in its order, until nobody answers. Of several tabs one sends. */
export async function sendWaiting(): Promise<Sent> {
  const { locks } = navigator;
  if (!locks) return send();
  return locks.request("bourse-articles", { ifAvailable: true }, (lock) =>
    lock === null ? { lists: [], putOff: false } : send(),
  );
}

async function send(): Promise<Sent> {
  const lists: string[] = [];
  for (const one of (await outbox.read()).filter(({ refusal }) => refusal === undefined)) {
    try {
      await saved(one);
      await outbox.drop(one.id, one.at);
      lists.push(one.list);
    } catch (thrown) {
      if (isPutOff(thrown)) return { lists, putOff: true };
      const problem = asProblem(thrown);
      await outbox.refuse(one.id, one.at, problem.errors[0]?.message ?? problem.message);
    }
  }
  return { lists, putOff: false };
}

function saved({ isNew, list, id, words }: Waiting) {
  return isNew ? saveArticle(list, id, words) : changeArticle(id, words);
}
