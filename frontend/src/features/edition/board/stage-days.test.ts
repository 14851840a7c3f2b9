import { expect, test } from "vitest";
import { stageDays } from "./stage-days";

const autumn = {
  declaration_deadline: "2026-10-15T21:59:59.000Z",
  deposit_days: ["2026-11-05", "2026-11-06", "2026-11-07"],
  sale_days: ["2026-11-08", "2026-11-09"],
  return_day: "2026-12-01",
  closed_at: null,
};
const said = (...asked: Parameters<typeof stageDays>) => stageDays(...asked)?.replaceAll("\u00a0", " ");

test("each stage says its days", () => {
  expect(said(autumn, "draft")).toBeUndefined();
  expect(said(autumn, "registrations_open")).toBe("jusqu’au 15 oct.");
  expect(said(autumn, "deposit")).toBe("5 – 7 nov.");
  expect(said(autumn, "sale")).toBe("8 et 9 nov.");
  expect(said(autumn, "settlement")).toBe("1er déc.");
  expect(said(autumn, "closed")).toBeUndefined();
});

test("days of two months name both, one day stands alone, none says nothing", () => {
  expect(said({ ...autumn, sale_days: ["2026-11-30", "2026-12-01"] }, "sale")).toBe("30 nov. et 1er déc.");
  expect(said({ ...autumn, sale_days: ["2026-11-08"] }, "sale")).toBe("8 nov.");
  expect(said({ ...autumn, sale_days: [] }, "sale")).toBeUndefined();
  expect(said({ ...autumn, declaration_deadline: null }, "registrations_open")).toBeUndefined();
});
