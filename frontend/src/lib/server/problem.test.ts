import { expect, test } from "vitest";
import { Problem } from "./problem";

test("what the server says of a field is set as our own sentences are", () => {
  const errors = [{ field: "price", code: "too_much", message: "Ce n'est pas possible : trop" }];
  const problem = new Problem(422, { errors });
  expect(problem.errors[0]?.message).toBe("Ce n’est pas possible\u00a0: trop");
  expect(problem.byField()).toEqual({ price: "Ce n’est pas possible\u00a0: trop" });
});
