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
