import { useNavigate, useSearch } from "@tanstack/react-router";

/** What a table's address holds: words searched for, page, order, filters. Absent means its default. */
export interface TableSearch {
  readonly q?: string | undefined;
  readonly page?: number | undefined;
  /** Key of a column, with `-` before it for the reverse order. */
  readonly tri?: string | undefined;
  /** Values of the page's own filters. */
  readonly [filter: string]: string | number | undefined;
}

/** For a route's `validateSearch`: keeps what a table knows, whatever people write into an address. */
export function tableSearch(...filters: readonly string[]) {
  return (search: Record<string, unknown>): TableSearch => {
    const texts = ["q", "tri", ...filters].flatMap((name) => {
      const value = search[name];
      return typeof value === "string" || typeof value === "number" ? [[name, String(value)] as const] : [];
    });
    const page = Number(search.page);
    return {
      ...Object.fromEntries(texts),
      ...(Number.isInteger(page) && page > 1 ? { page } : {}),
    };
  };
}

interface TableAddress {
  readonly search: TableSearch;
  /** Changes parts of the address; a new search or filter starts at the first page again. */
  readonly change: (changes: TableSearch) => void;
}

/** The address of the table in view, shared by everybody who gets the link. */
export function useTableSearch(): TableAddress {
  const search: TableSearch = useSearch({ strict: false });
  const navigate = useNavigate();
  const change = (changes: TableSearch) => {
    const next = { ...search, page: undefined, ...changes };
    const kept = Object.entries(next).filter(([, value]) => value !== undefined && value !== "");
    void navigate({
      to: ".",
      search: Object.fromEntries(kept) as never,
      replace: true,
      resetScroll: false,
    });
  };
  return { search, change };
}
