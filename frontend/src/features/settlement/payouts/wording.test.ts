import { expect, test } from "vitest";
import { nextCheque } from "./wording";

test.each([
  ["0001234", "0001235"],
  ["CE-099", "CE-100"],
  ["9007199254740993", "9007199254740994"],
  ["sans numéro", "sans numéro"],
])("after cheque %s comes %s", (number, next) => {
  expect(nextCheque(number)).toBe(next);
});
