import type { Article } from "@/domain/articles";
import type { ItemList } from "@/domain/lists";

/** What tells two articles of one name apart. */
export interface Detail {
  /** `384-12`: list and line, as its label says. */
  readonly place: string | undefined;
  /** Size, colour, brand. */
  readonly words: readonly string[];
}

/** Where an article went that nobody bought. */
const GONE: Readonly<Partial<Record<Article["status"], string>>> = {
  returned: "repris à la restitution",
  donated: "donné à une œuvre",
};

/** Where an article stands on its depositor's lists, by its printed code; the lists may not be there yet. */
export function placeOf(code: string, lists: readonly ItemList[]): Detail {
  const [, number, line] = /-L(\d+)-A(\d+)$/.exec(code) ?? [];
  if (number === undefined || line === undefined) return { place: undefined, words: [] };
  const article = lists
    .find((list) => list.number === Number(number))
    ?.articles.find((one) => one.line === Number(line));
  const gone = article && GONE[article.status];
  const words = [article?.size, article?.color, article?.brand, gone].flatMap((word) => (word ? [word] : []));
  return { place: `${number}-${Number(line)}`, words };
}
