import { folded } from "@/lib/words";
import { readScan } from "@/offline/scan/scan";
import type { Article } from "./api";

/** What the server is asked for, which knows one piece of text, and the words that what it finds must have. */
export interface Wanted {
  readonly q: string;
  readonly words: readonly string[];
}

/** A code however somebody types it, as at a till; of several words the longest, which names the fewest articles. */
export function wantedOf(text: string, editionCode: string): Wanted {
  const read = readScan(text.trim(), editionCode);
  if (read.kind === "code" || read.kind === "label") return { q: read.code, words: [] };
  const words = text.split(/[\s,;]+/).filter(Boolean);
  const q = words.reduce((longest, word) => (word.length > longest.length ? word : longest), "");
  return { q, words: words.length > 1 ? words.map(folded) : [] };
}

export function fits(article: Article, words: readonly string[]): boolean {
  const { code, title, description, brand, size, color } = article;
  const text = folded([code, title, description, brand, size, color].filter(Boolean).join(" "));
  return words.every((word) => text.includes(word));
}

/** Where an article stands, for whoever looks for the one that was sold. */
export const ARTICLE_STATES: Readonly<Record<Article["status"], string>> = {
  draft: "Brouillon",
  declared: "Déclaré, pas accepté",
  accepted: "Accepté",
  on_sale: "En vente",
  sold: "Déjà vendu",
  unsold: "Invendu",
  returned: "Rendu",
  donated: "Donné",
  refused: "Refusé",
  not_brought: "Non apporté",
  withdrawn: "Retiré",
  lost: "Égaré",
};
