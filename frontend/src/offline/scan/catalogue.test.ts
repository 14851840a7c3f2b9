import { expect, test } from "vitest";
import { Catalogue, type CatalogueArticle } from "./catalogue";

const article = (list: number, line: number, rest: Partial<CatalogueArticle>): CatalogueArticle => ({
  code: `A2025-L${list}-A0${line}`,
  list_number: list,
  line,
  description: "",
  size: "",
  price_cents: 500,
  status: "on_sale",
  ...rest,
});

const catalogue = new Catalogue([
  article(245, 1, {
    description: "Manteau rouge à capuche",
    size: "6 ans",
    price_cents: 1200,
    status: "sold",
  }),
  article(245, 2, { description: "Manteau bleu", size: "8 ans" }),
  article(300, 1, { description: "Puzzle bébé", price_cents: 1200 }),
]);
const found = (text: string) => catalogue.search(text).map((one) => one.code);

test("what can be sold comes first", () => {
  expect(found("manteau")).toEqual(["A2025-L245-A02", "A2025-L245-A01"]);
});

test("accents and case do not matter", () => {
  expect(found("BEBE")).toEqual(["A2025-L300-A01"]);
});

test("a list's number, a size and a price find what lost its label", () => {
  expect(found("245 8 ans")).toEqual(["A2025-L245-A02"]);
  expect(found("12€")).toEqual(["A2025-L300-A01", "A2025-L245-A01"]);
});

test("nothing typed finds nothing", () => {
  expect(found("  ")).toEqual([]);
});

test("a change replaces the words it is found by", () => {
  const changing = new Catalogue([article(1, 1, { description: "Robe" })]);
  changing.search("robe");
  changing.update([article(1, 1, { description: "Jupe" })]);
  expect(changing.search("robe")).toEqual([]);
  expect(changing.search("jupe")).toHaveLength(1);
});
