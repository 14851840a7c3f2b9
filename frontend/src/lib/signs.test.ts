import { expect, test } from "vitest";
import { unprintedSigns } from "./signs";

test.each([
  ["Robe 🎀 princesse 🎀", ["🎀"]],
  ["Nguyễn n° 3 – 5 € « été »", []],
  ["e\u0301te\u0301", []],
  ["裙子", ["裙", "子"]],
  ["فستان", ["ف", "س", "ت", "ا", "ن"]],
  ["👨‍👩‍👧", ["👨", "👩", "👧"]],
])("what labels cannot print of « %s »", (text, lacking) => {
  expect(unprintedSigns(text)).toEqual(lacking);
});
