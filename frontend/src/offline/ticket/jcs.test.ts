import fc from "fast-check";
import { expect, test } from "vitest";
import { canonicalise, type Json } from "./jcs";

test("members are sorted by UTF-16 code units", () => {
  const shuffled = ["\u20ac", "\r", "\ufb33", "1", "\u{1f600}", "\u0080", "\u00f6"];
  const text = canonicalise(Object.fromEntries(shuffled.map((key) => [key, key])));
  // The order of the example in RFC 8785, section 3.2.3.
  const sorted = ["\r", "1", "\u0080", "\u00f6", "\u20ac", "\u{1f600}", "\ufb33"];
  expect(text).toBe(`{${sorted.map((key) => `${JSON.stringify(key)}:${JSON.stringify(key)}`).join(",")}}`);
});

test("absent members leave no trace", () => {
  expect(canonicalise({ b: undefined, a: 1 })).toBe('{"a":1}');
});

test("no number that JSON cannot say", () => {
  expect(() => canonicalise(Number.NaN)).toThrow(RangeError);
});

test("the text means the same, and the order of members does not matter", () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const text = canonicalise(value as Json);
      expect(canonicalise(JSON.parse(text) as Json)).toBe(text);
      expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
});
