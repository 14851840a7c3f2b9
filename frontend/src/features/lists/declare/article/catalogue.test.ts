import { expect, test } from "vitest";
import type { Catalogue, Counters } from "@/domain/articles";
import { findKind, fullLimit, priceHints, sizeRows } from "@/domain/articles";
import standard from "../../../../../../src/features/edition/catalogue/standard.json";
import { type Draft, EMPTY, problemsOf } from "./draft";
import { EVERYDAY_WORDS } from "./everyday-words";
import { searchKinds } from "./search-kinds";

const catalogue = standard as unknown as Catalogue;

function kind(code: string) {
  const found = findKind(catalogue, code);
  if (found === undefined) throw new Error(`no kind ${code}`);
  return found;
}

function counters(used: Readonly<Record<string, number>>): Counters {
  const limits = catalogue.limits.map(({ rule, french, max }) => ({
    rule,
    french,
    max,
    used: used[rule] ?? 0,
  }));
  return { articles: used.list_full ?? 0, total_cents: 0, limits };
}

test.each([
  ["poussette", ["stroller"], []],
  ["SIÈGE", [], ["car_seat"]],
  ["xyz", [], []],
])("a search for « %s » finds kinds and tells what is refused", (text, kinds, refused) => {
  const found = searchKinds(catalogue, text);
  expect(found.kinds.map((one) => one.kind.code)).toEqual(kinds);
  expect(found.refused.map((one) => one.code)).toEqual(refused);
});

test("every everyday word stands beside a kind of the catalogue", () => {
  const words = Object.entries(EVERYDAY_WORDS).flatMap(([code, words]) => {
    kind(code);
    return words.split(" ");
  });
  expect(words.length).toBeGreaterThan(200);
});

test.each([
  ["t-shirt", "tshirt"],
  ["tee shirt", "tshirt"],
  ["T-shirts", "tshirt"],
  ["jean", "trousers"],
  ["jeans", "trousers"],
  ["doudoune", "coat"],
  ["k-way", "raincoat"],
  ["gigoteuse", "childcare_other"],
  ["lego", "toy"],
  ["BD", "child_book"],
  ["trottinette", "outdoor_toy"],
  ["vélo", "outdoor_toy"],
  ["maillot de bain", "other_clothes"],
  ["pull", "sweater"],
  ["salopette", "outfit"],
  ["écharpe", "scarf"],
  ["chaussures bébé", "baby_shoes"],
])("what parents call « %s » is found", (text, code) => {
  expect(searchKinds(catalogue, text).kinds.map((one) => one.kind.code)).toContain(code);
});

test("what the catalogue itself calls so stands before what people call so", () => {
  expect(searchKinds(catalogue, "pyjama").kinds[0]?.kind.code).toBe("pyjamas");
  expect(searchKinds(catalogue, "puzzle").kinds[0]?.kind.code).toBe("puzzle");
});

test("two letters are too few to speak of refusals", () => {
  expect(searchKinds(catalogue, "cd").refused).toEqual([]);
});

test("a full limit refuses one more, but not the article that already counts", () => {
  const one = counters({ list_full: 5, clothes_limit: 3, coat_limit: 1 });
  expect(fullLimit(catalogue, one, "jacket", undefined)).toMatch(/Un seul manteau/);
  expect(fullLimit(catalogue, one, "jacket", "coat")).toBeUndefined();
  expect(fullLimit(catalogue, one, "skirt", undefined)).toBeUndefined();
  expect(fullLimit(catalogue, counters({ list_full: 24 }), "toy", undefined)).toMatch(/pleine/);
});

test("hints and sizes follow the kind and whom it is for", () => {
  const euros = (code: string, audience: "child" | "adult" | undefined) =>
    priceHints(kind(code).kind, audience).map(({ of, min_cents, max_cents }) => [of, min_cents, max_cents]);
  expect(euros("skirt", undefined)).toEqual([
    ["enfant", 200, 800],
    ["adulte", 300, 1000],
  ]);
  expect(euros("skirt", "adult")).toEqual([["adulte", 300, 1000]]);
  expect(euros("puzzle", "child")).toEqual([]);
  const { months, years, adults, shoes } = catalogue.sizes;
  expect(sizeRows(catalogue, kind("bodysuit"), "child")).toEqual([months]);
  expect(sizeRows(catalogue, kind("skirt"), "child")).toEqual([months, years]);
  expect(sizeRows(catalogue, kind("skirt"), "adult")).toEqual([adults]);
  expect(sizeRows(catalogue, kind("skirt"), undefined)).toEqual([months, years, adults]);
  expect(sizeRows(catalogue, kind("rain_boots"), undefined)).toEqual([shoes]);
  expect(sizeRows(catalogue, kind("puzzle"), "child")).toEqual([]);
});

const SOUND: Draft = {
  ...EMPTY,
  subcategory: "skirt",
  description: "Jupe plissée",
  price: "5",
  certified: true,
};

test.each<[string, Partial<Draft>, readonly (keyof Draft)[]]>([
  ["a sound article", {}, []],
  ["two letters of description", { description: " ab " }, ["description"]],
  ["no price", { price: "" }, ["price"]],
  ["cents", { price: "5,50" }, ["price"]],
  ["less than a euro", { price: "0" }, ["price"]],
  ["a dear pushchair", { subcategory: "stroller", price: "151" }, ["price"]],
  ["a dear skirt, which is only unusual", { price: "151" }, []],
  ["an unticked box", { certified: false }, ["certified"]],
  ["a lot without a brand", { subcategory: "bodysuit", is_lot: true }, ["brand"]],
  ["a lot of four", { subcategory: "bodysuit", is_lot: true, brand: "X", lot_quantity: 4 }, ["lot_quantity"]],
  ["a lot that its kind forbids, and that is not sent", { is_lot: true }, []],
])("%s is told beside its fields", (_, change, fields) => {
  expect(Object.keys(problemsOf({ ...SOUND, ...change }, catalogue))).toEqual(fields);
});
