import { QueryClient } from "@tanstack/react-query";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { catalogueQuery } from "@/domain/articles";
import { listQuery, myListsQuery, myRegistrationsQuery } from "@/domain/lists";
import { tillEditions } from "@/features/sale/till/api";
import type { PathName } from "@/lib/paths";
import { questions } from "./questions";

/** Enough of an answer to each question for the next one to be asked. */
const BODY = { items: [{ id: "r1" }], edition: { id: "e1" }, total: 1, per_page: 200 };

let asked: string[] = [];

beforeEach(() => {
  asked = [];
  vi.stubGlobal("fetch", async ({ url }: Request) => {
    asked.push(url.slice(location.origin.length));
    return new Response(JSON.stringify(BODY), { headers: { "Content-Type": "application/json" } });
  });
});
afterEach(() => vi.unstubAllGlobals());

/** What is asked ahead for a page, when every answer is good. */
async function ahead(name: PathName): Promise<string[]> {
  const paths: string[] = [];
  const ask = async <Body>(path: string) => {
    paths.push(path);
    return BODY as Body;
  };
  await questions[name]?.(ask, { listId: "l1" });
  return paths;
}

test("what is asked ahead is what the page asks, to the letter", async () => {
  const queries = new QueryClient();
  await queries.fetchQuery(myRegistrationsQuery());
  await queries.fetchQuery(myListsQuery());
  expect(await ahead("home")).toEqual(asked);

  asked = [];
  await queries.fetchQuery(listQuery("l1"));
  await queries.fetchQuery(catalogueQuery("e1"));
  expect(await ahead("list")).toEqual(asked);

  asked = [];
  await queries.fetchQuery(tillEditions());
  expect(await ahead("till")).toEqual(asked);
});
