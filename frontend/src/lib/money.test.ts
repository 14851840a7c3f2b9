import fc from "fast-check";
import { expect, test } from "vitest";
import { formatCents, formatExactCents, parseEuros } from "./money";

const plain = (text: string) => text.replace(/\s/g, " ");

test.each([
  [500, "5 €", "5,00 €"],
  [550, "5,50 €", "5,50 €"],
  [123456, "1 234,56 €", "1 234,56 €"],
  [0, "0 €", "0,00 €"],
  [-300, "-3 €", "-3,00 €"],
])("%i cents are %s, or %s in a column", (cents, short, exact) => {
  expect(plain(formatCents(cents))).toBe(short);
  expect(plain(formatExactCents(cents))).toBe(exact);
});

test.each([
  ["5", 500],
  ["5,5", 550],
  ["5.05", 505],
  [" 12 € ", 1200],
  ["0", 0],
])("a person who types %s means %i cents", (typed, cents) => {
  expect(parseEuros(typed)).toBe(cents);
});

test.each(["", "douze", "-5", "5,505", "1 2", "5€5", "A2025-L245-A03"])("%s is no amount", (typed) => {
  expect(parseEuros(typed)).toBeUndefined();
});

test("what is shown can be typed again", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 99_999_999 }), (cents) => {
      expect(parseEuros(formatExactCents(cents))).toBe(cents);
      expect(parseEuros(formatCents(cents))).toBe(cents);
    }),
  );
});
