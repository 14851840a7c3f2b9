import { useNavigate, useSearch } from "@tanstack/react-router";
import type { TableSearch } from "./table-address";

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
