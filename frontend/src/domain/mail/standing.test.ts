import { expect, test } from "vitest";
import { departureWords } from "./standing";

const noon = new Date("2025-11-07T11:00:00Z");

test("when everything is out is told as people say it, in Paris, with the day when it is another one", () => {
  expect(departureWords("2025-11-07T13:00:00Z", noon)).toBe("tout sera parti vers 14\u00a0h");
  expect(departureWords("2025-11-07T23:10:00Z", noon)).toBe("tout sera parti demain vers 0\u00a0h\u00a010");
  expect(departureWords("2025-11-09T09:05:00Z", noon)).toBe(
    "tout sera parti dimanche 9 novembre vers 10\u00a0h\u00a005",
  );
});
