import { expect, test } from "vitest";
import type { Article } from "@/domain/articles";
import { draftAfter, EMPTY, latestOf } from "./draft";

const article = (id: string, changes: Partial<Article> = {}) =>
  ({ id, gender: "girl", size: "6 ans", brand: "Okaïdi", description: "Robe", ...changes }) as Article;

test("the next article begins for the same child, with nothing of the article itself", () => {
  expect(draftAfter(article("01a0"))).toEqual({ ...EMPTY, gender: "girl", size: "6 ans", brand: "Okaïdi" });
  expect(draftAfter(undefined)).toEqual(EMPTY);
});

test("the last one entered is not the last one of the list, which is sorted by category", () => {
  const [first, second] = [article("01a0-1"), article("01a0-2")];
  expect(latestOf([second, first])).toBe(second);
  expect(latestOf([])).toBeUndefined();
});
