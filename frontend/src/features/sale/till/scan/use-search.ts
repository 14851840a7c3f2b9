import { useDebouncedCallback } from "@mantine/hooks";
import { useState } from "react";
import { useTill } from "@/features/sale/till/till-context";
import type { CatalogueArticle } from "@/offline/scan/catalogue";
import { readScan } from "@/offline/scan/scan";

/** A scanner types a whole label faster than this: only a person's typing starts a search. */
const PAUSE_MS = 180;
const SHORTEST = 3;

export interface Search {
  readonly text: string;
  readonly results: readonly CatalogueArticle[];
  /** Index of the result that Enter chooses; undefined while nobody has gone into the list. */
  readonly active: number | undefined;
}

/** Articles that lost their label, found by description, list, size or price while a person types. */
export function useSearch() {
  const { till } = useTill();
  const [search, setSearch] = useState<Search>();
  const look = (text: string): Search => ({ text, results: till.search(text), active: undefined });
  const run = (text: string) => setSearch(look(text));
  const runLater = useDebouncedCallback((text: string) => {
    const words = readScan(text, till.session().editionCode).kind === "words";
    if (words && text.trim().length >= SHORTEST) run(text.trim());
    else setSearch(undefined);
  }, PAUSE_MS);
  const clear = () => {
    runLater.cancel();
    setSearch(undefined);
  };
  const move = (step: 1 | -1) =>
    setSearch((now) => {
      if (now === undefined || now.results.length === 0) return now;
      const from = now.active ?? (step === 1 ? -1 : 0);
      return { ...now, active: (from + step + now.results.length) % now.results.length };
    });
  /** Enter behind words: the one article that they name or that was chosen; else it goes into the list. */
  const decide = (text: string): CatalogueArticle | undefined => {
    runLater.cancel();
    const now = search?.text === text ? search : look(text);
    const chosen = now.active === undefined ? undefined : now.results[now.active];
    if (chosen !== undefined) return chosen;
    if (now.results.length === 1) return now.results[0];
    setSearch({ ...now, active: now.results.length === 0 ? undefined : 0 });
    return undefined;
  };
  return { search, run, runLater, clear, move, decide };
}
