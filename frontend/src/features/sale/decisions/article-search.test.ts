import { expect, test } from "vitest";
import type { Article } from "./api";
import { fits, wantedOf } from "./article-search";

test.each([
  ["104-3", "A2025-L104-A03"],
  ["L104-A03", "A2025-L104-A03"],
  ["a2025-l104-a03", "A2025-L104-A03"],
  ["A2025-L245-A03-500-M04A", "A2025-L245-A03"],
])("%s is a code as at the till", (text, q) => {
  expect(wantedOf(text, "A2025")).toEqual({ q, words: [] });
});

test("of several words the longest is asked for, and all of them must be there", () => {
  const { q, words } = wantedOf("bleu Pantalon", "A2025");
  expect(q).toBe("Pantalon");
  const article = (description: string, color: string) =>
    ({
      code: "A2025-L104-A03",
      title: "",
      description,
      color,
      brand: null,
      size: null,
    }) as unknown as Article;
  expect(fits(article("pantalon à pinces", "Bleu"), words)).toBe(true);
  expect(fits(article("pantalon à pinces", "Vert"), words)).toBe(false);
});

test("one word is asked for as it is", () => {
  expect(wantedOf(" doudou ", "A2025")).toEqual({ q: "doudou", words: [] });
});
