import { expect, test } from "vitest";
import { formatPhone } from "./contact";

test("a French telephone number stands in pairs, a foreign one as it is dialled", () => {
  expect(formatPhone("+33612345678")).toBe("06\u00a012\u00a034\u00a056\u00a078");
  expect(formatPhone("+3225551212")).toBe("+3225551212");
});
