import type { ReactNode } from "react";
import { folded } from "@/lib/words";
import { useTableSearch } from "./table-search";

export interface Column<Row> {
  readonly key: string;
  readonly title: string;
  readonly cell: (row: Row) => ReactNode;
  /** What the column is sorted by; columns without it cannot be. */
  readonly sort?: (row: Row) => string | number;
  /** Amounts and counts stand to the right. */
  readonly figure?: boolean;
  /** Buttons: no heading is seen, and on a narrow screen they stand at the right of the first column. */
  readonly bare?: boolean;
  /** What stands in it says what it is: no heading before it on a narrow screen. */
  readonly plain?: boolean;
}

/** One page of rows, and where it stands among the others. */
export interface Rows<Row> {
  readonly shown: readonly Row[];
  /** What fits the search, on all pages. */
  readonly found: number;
  readonly outOf: number;
  readonly page: number;
  readonly pages: number;
  /** Everything that fits the search, for what is done to all of it; absent when nobody can tell. */
  readonly all?: () => Promise<readonly Row[]>;
}

const ROWS_PER_PAGE = 50;

/** For what fits into the browser, such as 300 depositors: search, order and pages need no server. */
export function useLocalRows<Row>(
  all: readonly Row[],
  columns: readonly Column<Row>[],
  /** The text that a search looks through. */
  text: (row: Row) => string,
): Rows<Row> {
  const { search } = useTableSearch();
  const words = folded(search.q ?? "")
    .split(/\s+/)
    .filter(Boolean);
  const found = all.filter((row) => {
    const hay = folded(text(row));
    return words.every((word) => hay.includes(word));
  });
  const pages = Math.max(Math.ceil(found.length / ROWS_PER_PAGE), 1);
  const page = Math.min(search.page ?? 1, pages);
  const shown = inOrder(found, columns, search.tri).slice((page - 1) * ROWS_PER_PAGE, page * ROWS_PER_PAGE);
  return { shown, found: found.length, outOf: all.length, page, pages, all: () => Promise.resolve(found) };
}

interface Answer<Row> {
  readonly items: readonly Row[];
  readonly total: number;
  readonly page: number;
  readonly per_page: number;
}

/** For what is long, such as 3,000 tickets: the server searches and gives one page. `all` asks it for every page. */
export function serverRows<Row>(
  { items, total, page, per_page }: Answer<Row>,
  all?: () => Promise<readonly Row[]>,
): Rows<Row> {
  const pages = Math.ceil(total / per_page);
  return { shown: items, found: total, outOf: total, page, pages, ...(all && { all }) };
}

function inOrder<Row>(rows: readonly Row[], columns: readonly Column<Row>[], order: string | undefined) {
  const key = order?.replace(/^-/, "");
  const by = columns.find((column) => column.key === key)?.sort;
  if (by === undefined) return rows;
  const direction = order?.startsWith("-") ? -1 : 1;
  return rows.toSorted((one, other) => {
    const [left, right] = [by(one), by(other)];
    const difference =
      typeof left === "number" && typeof right === "number"
        ? left - right
        : String(left).localeCompare(String(right), "fr", { numeric: true });
    return direction * difference;
  });
}
