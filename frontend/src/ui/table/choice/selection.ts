import { useState } from "react";
import { useTableSearch } from "@/ui/table/table-search";

/** Which rows of a table are chosen. */
export interface Selection<Row> {
  readonly chosen: readonly Row[];
  readonly has: (row: Row) => boolean;
  readonly choose: (rows: readonly Row[], chosen: boolean) => void;
  readonly only: (rows: readonly Row[]) => void;
}

/**
 * Rows stay chosen from page to page and in any order, and are forgotten with the search or filter that they were chosen
 * under: nobody does something to rows that are out of sight without knowing.
 */
export function useSelection<Row>(shown: readonly Row[], rowKey: (row: Row) => string): Selection<Row> {
  const { search } = useTableSearch();
  const { page: _page, tri: _order, ...filters } = search;
  const under = JSON.stringify(filters);
  const [kept, setKept] = useState({ under, rows: new Map<string, Row>() });
  const rows = kept.under === under ? kept.rows : new Map<string, Row>();
  // What is in view is fresher than what was chosen a minute ago.
  const now = new Map(shown.map((row) => [rowKey(row), row]));
  const keep = (next: Map<string, Row>) => setKept({ under, rows: next });
  return {
    chosen: [...rows].map(([key, row]) => now.get(key) ?? row),
    has: (row) => rows.has(rowKey(row)),
    choose: (some, chosen) => {
      const next = new Map(rows);
      for (const row of some) {
        if (chosen) next.set(rowKey(row), row);
        else next.delete(rowKey(row));
      }
      keep(next);
    },
    only: (some) => keep(new Map(some.map((row) => [rowKey(row), row]))),
  };
}
