import { expect, test } from "vitest";
import { suggestedCode } from "./suggested-code";

test.each([
  ["Automne 2026", "A2026"],
  ["Été 2027", "E2027"],
  ["Bourse", "BOURSE"],
  ["", ""],
])("the code of « %s » could be %s", (name, code) => {
  expect(suggestedCode(name)).toBe(code);
});
