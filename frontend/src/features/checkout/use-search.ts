import { useDebouncedCallback } from "@mantine/hooks";
import { useState } from "react";
import type { CatalogueArticle } from "@/offline/catalogue";
import { readScan } from "@/offline/scan";
import { useTill } from "./till-context";

/** A scanner types a whole label faster than this: only a person's typing starts a search. */
const PAUSE_MS = 180;
const SHORTEST = 3;

export interface Search {
  readonly text: string;
  readonly results: readonly CatalogueArticle[];
  /** Index of the result that Enter chooses. */
  readonly active: number;
}

/** Articles that lost their label, found by description, list, size or price while a person types. */
export function useSearch() {
  const { till } = useTill();
  const [search, setSearch] = useState<Search>();
  const run = (text: string) => setSearch({ text, results: till.search(text), active: 0 });
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
      return { ...now, active: (now.active + step + now.results.length) % now.results.length };
    });
  return { search, run, runLater, clear, move };
}
