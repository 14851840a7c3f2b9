import { Stores } from "./stores";

/** What a person typed that the server does not know yet, and what is needed to show it; `One` and `Seen` are the lists' affair. */
export interface ArticleBox<One extends { readonly id: string }, Seen> {
  readonly waiting: readonly One[];
  readonly lists: Readonly<Record<string, Seen>>;
}

type AnyBox = ArticleBox<{ readonly id: string }, unknown>;

interface Rows {
  readonly boxes: { readonly person: string; readonly box: AnyBox };
}

/** Nobody has a second copy: it is on the disk before the screen says so. */
const stores = new Stores<Rows>("bourse-articles", "strict", 10, (change) => {
  change.db.createObjectStore("boxes", { keyPath: "person" });
});

/** Where devices kept it before. */
const formerKey = (person: string) => `bourse.articles.${person}`;

export async function articlesOf(person: string): Promise<AnyBox | undefined> {
  await takeOver(person);
  return (await stores.get("boxes", person))?.box;
}

/** One transaction, whatever another tab does meanwhile; throws when the device has no room, and then nothing has changed. */
export async function changeArticles(
  person: string,
  change: (before: AnyBox | undefined) => AnyBox | undefined,
): Promise<void> {
  await takeOver(person);
  await stores.write(["boxes"], async (transaction) => {
    const after = change((await transaction.get("boxes", person))?.box);
    if (after === undefined || after.waiting.length === 0) transaction.remove("boxes", [person]);
    else transaction.put("boxes", { person, box: after });
  });
}

/** Whether articles of this person wait on this device. */
export async function holdsArticles(person: string): Promise<boolean> {
  return ((await articlesOf(person).catch(() => undefined))?.waiting.length ?? 0) > 0;
}

/** Whose account is erased leaves nothing on this device. */
export async function forgetArticles(person: string): Promise<void> {
  localStorage.removeItem(formerKey(person));
  await stores.write(["boxes"], (transaction) => transaction.remove("boxes", [person]));
}

/** What a device still holds where it was kept before moves; it leaves its place once it has arrived. */
async function takeOver(person: string): Promise<void> {
  const text = localStorage.getItem(formerKey(person));
  if (text === null) return;
  const former = parsed(text);
  if (former !== undefined)
    await stores.write(["boxes"], async (transaction) => {
      const box = (await transaction.get("boxes", person))?.box;
      transaction.put("boxes", { person, box: together(former, box) });
    });
  localStorage.removeItem(formerKey(person));
}

function parsed(text: string): AnyBox | undefined {
  try {
    return (JSON.parse(text) as AnyBox | null) ?? undefined;
  } catch {
    return undefined;
  }
}

/** Of two of one article the newer place's stays. */
function together(former: AnyBox, box: AnyBox | undefined): AnyBox {
  if (box === undefined) return former;
  const known = new Set(box.waiting.map(({ id }) => id));
  return {
    waiting: [...former.waiting.filter(({ id }) => !known.has(id)), ...box.waiting],
    lists: { ...former.lists, ...box.lists },
  };
}
