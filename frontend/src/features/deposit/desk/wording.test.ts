import { expect, test } from "vitest";
import { lists } from "@/offline/desk/hall";
import { outOfTime, wrongPrice } from "./wording";

test("a list is told to be of another day, too early or too late, and nothing within its hours", () => {
  const [list] = lists();
  const at = (instant: string) => list && outOfTime(list, Date.parse(instant));
  expect(at("2025-11-05T09:00:00.000Z")).toBeUndefined();
  expect(at("2025-11-05T07:30:00.000Z")).toMatch(/commence à 9\s?h/);
  expect(at("2025-11-05T11:30:00.000Z")).toMatch(/finissait à 12\s?h/);
  expect(at("2025-11-06T09:00:00.000Z")).toMatch(/mercredi 5 novembre/);
  expect(list && outOfTime({ ...list, slot: undefined as never }, 0)).toBeUndefined();
});

test("a corrected price keeps to the rules, as far as they are known", () => {
  const rules = { least: 100, step: 100, most: { stroller: 15_000 } };
  expect(wrongPrice(400, "skirt", rules)).toBeUndefined();
  expect(wrongPrice(undefined, "skirt", rules)).toMatch(/Indiquez un prix/);
  expect(wrongPrice(50, "skirt", rules)).toMatch(/1\s€ au moins/);
  expect(wrongPrice(450, "skirt", rules)).toBe("Sans centimes");
  expect(wrongPrice(15_100, "stroller", rules)).toMatch(/150\s€ au plus/);
  expect(wrongPrice(450, "skirt", undefined)).toBeUndefined();
});
