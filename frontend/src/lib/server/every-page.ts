/** One page of things, as every list of the API answers it. */
interface PageOf<T> {
  readonly items: readonly T[];
  readonly per_page: number;
  readonly total: number;
}

/** The largest page that the API gives. */
export const LARGEST_PAGE = 200;

/**
 * All things of a list. An edition has some 300 people and 600 lists: having them all makes search, sort and counts
 * immediate.
 */
export async function everyPage<T>(fetchPage: (page: number) => Promise<PageOf<T>>): Promise<readonly T[]> {
  const first = await fetchPage(1);
  const pages = Math.ceil(first.total / first.per_page);
  const others = Array.from({ length: Math.max(pages - 1, 0) }, (_, index) => fetchPage(index + 2));
  return [first, ...(await Promise.all(others))].flatMap((page) => page.items);
}
