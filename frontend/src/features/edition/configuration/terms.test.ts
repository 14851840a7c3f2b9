import { expect, test } from "vitest";
import type { Edition } from "@/domain/editions";
import { bodyOf, changedDates, orderProblems, type Terms } from "./terms";

const SOUND: Terms = {
  declaration_deadline: "2025-10-15",
  deposit_days: ["2025-11-07", "2025-11-05"],
  sale_days: ["2025-11-08", "2025-11-09"],
  return_day: "2025-11-10",
  commission_bp: 20,
  has_private_sale: true,
  private_sale: "2025-11-07",
  private_from: "17:00",
  private_to: "18:00",
  price_step_cents: "100",
  resident_postal_codes: ["31830"],
  import_max_rows: 500,
  accept_whole_lists: true,
  extended_numbers: false,
  label_layout: "cut-70x74",
  separator_pages: true,
  confirm_notify: false,
};

test("sound terms have no problem, and are sent in cents, basis points and universal time", () => {
  expect(orderProblems(SOUND)).toEqual({});
  expect(bodyOf({ ...SOUND, commission_bp: 12.5 })).toMatchObject({
    commission_bp: 1250,
    price_step_cents: 100,
    private_sale: { starts_at: "2025-11-07T16:00:00.000Z", ends_at: "2025-11-07T17:00:00.000Z" },
  });
});

test.each<[string, Partial<Terms>, keyof Terms]>([
  ["a deadline on the first deposit day", { declaration_deadline: "2025-11-05" }, "declaration_deadline"],
  ["a first deposit after the first sale day", { deposit_days: ["2025-11-09"] }, "deposit_days"],
  ["no sale day", { sale_days: [] }, "sale_days"],
  ["a return before the end of the sale", { return_day: "2025-11-08" }, "return_day"],
  ["a commission above everything", { commission_bp: 101 }, "commission_bp"],
  ["a private sale that ends before it starts", { private_to: "16:00" }, "private_to"],
])("%s is told beside its field", (_, change, field) => {
  expect(Object.keys(orderProblems({ ...SOUND, ...change }))).toEqual([field]);
});

test("depositors are told of the dates that change, old and new", () => {
  const edition = {
    ...bodyOf(SOUND),
    declaration_deadline: "2025-10-15T21:59:59.000Z",
    private_sale: null,
  } as unknown as Edition;
  const same = { ...SOUND, has_private_sale: false, private_sale: null };
  expect(changedDates(edition, { ...same, deposit_days: ["2025-11-05", "2025-11-07"] })).toEqual([]);
  expect(changedDates(edition, { ...same, return_day: "2025-11-11" })).toEqual([
    { name: "Restitution des invendus", before: "lundi 10 novembre", after: "mardi 11 novembre" },
  ]);
});
