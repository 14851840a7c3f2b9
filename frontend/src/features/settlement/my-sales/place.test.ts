import { expect, test } from "vitest";
import type { ItemList } from "@/domain/lists";
import { placeOf } from "./place";

const lists = [
  { number: 384, articles: [{ line: 4, size: "6 ans", color: null, brand: "Kiabi" }] },
  { number: 385, articles: [{ line: 1, size: null, color: "bleu", brand: null, status: "donated" }] },
] as unknown as readonly ItemList[];

test("an article is told apart by list, line, size and brand; before its list has come, by list and line", () => {
  expect(placeOf("AUT26-L384-A04", lists)).toEqual({ place: "384-4", words: ["6 ans", "Kiabi"] });
  expect(placeOf("AUT26-L384-A04", [])).toEqual({ place: "384-4", words: [] });
  expect(placeOf("AUT26-L385-A01", lists).words).toEqual(["bleu", "donné à une œuvre"]);
  expect(placeOf("", lists)).toEqual({ place: undefined, words: [] });
});
