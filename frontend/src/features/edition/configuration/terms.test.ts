import { expect, test } from "vitest";
import type { Edition } from "@/domain/editions";
import { about, problemsOf } from "./problems";
import { aboutOf, bodyOf, changedFacts, type Terms, termsOf } from "./terms";

const EDITION = {
  name: "Automne 2025",
  code: "A2025",
  place: "Salle des fêtes",
  description: null,
  starts_at: "2025-11-04T23:00:00.000Z",
  ends_at: "2025-11-10T22:59:59.000Z",
  declaration_deadline: "2025-10-15T21:59:59.000Z",
  deposit_days: ["2025-11-05", "2025-11-07"],
  sale_days: ["2025-11-08", "2025-11-09"],
  sale_hours: [
    { day: "2025-11-08", starts_at: "09:00", ends_at: "18:00" },
    { day: "2025-11-09", starts_at: "09:00", ends_at: "13:00" },
  ],
  return_day: "2025-11-10",
  return_hours_members: { starts_at: "17:00", ends_at: "18:00" },
  return_hours_standard: { starts_at: "18:30", ends_at: "19:30" },
  commission_bp: 2000,
  member_list_fee_cents: 100,
  family_pair_fee_cents: 500,
  private_sale: { starts_at: "2025-11-07T16:00:00.000Z", ends_at: "2025-11-07T17:00:00.000Z" },
  price_step_cents: 100,
  resident_postal_codes: ["31830"],
  import_max_rows: 500,
  accept_whole_lists: true,
  extended_numbers: false,
  label_layout: "cut-70x74",
  separator_pages: true,
} as unknown as Edition;
const SOUND: Terms = termsOf(EDITION);

test("sound terms have no problem, and are sent in cents, basis points and universal time", () => {
  expect(problemsOf(SOUND)).toEqual({});
  expect(bodyOf(EDITION, { ...SOUND, commission_bp: 12.5, member_list_fee_cents: 1.5 })).toMatchObject({
    commission_bp: 1250,
    member_list_fee_cents: 150,
    price_step_cents: 100,
    private_sale: { starts_at: "2025-11-07T16:00:00.000Z", ends_at: "2025-11-07T17:00:00.000Z" },
    starts_at: null,
    code: null,
  });
});

test("a day of the edition is sent only when it is another one, and so is the code", () => {
  expect(aboutOf(EDITION, { ...SOUND, starts_at: "2025-11-04", code: "b2025" })).toMatchObject({
    starts_at: "2025-11-04",
    ends_at: null,
    code: "b2025",
  });
});

test("a new day of the sale is sent with the usual hours, and those of a day that is gone are not", () => {
  const own = { day: "2025-11-08", starts_at: "10:00", ends_at: "17:00" };
  const terms = { ...SOUND, sale_hours: [own], sale_days: ["2025-11-09", "2025-11-08"] };
  expect(bodyOf(EDITION, terms).sale_hours).toEqual([
    own,
    { day: "2025-11-09", starts_at: "09:00", ends_at: "13:00" },
  ]);
});

const NOON = { starts_at: "12:00", ends_at: "14:00" };
test.each<[string, Partial<Terms>, keyof Terms]>([
  ["a deadline on the first deposit day", { declaration_deadline: "2025-11-05" }, "declaration_deadline"],
  ["a first deposit after the first sale day", { deposit_days: ["2025-11-09"] }, "deposit_days"],
  ["a deposit before the edition", { deposit_days: ["2025-11-04"] }, "deposit_days"],
  ["a return after the edition", { return_day: "2025-11-11" }, "return_day"],
  ["no sale day", { sale_days: [] }, "sale_days"],
  ["a return before the end of the sale", { return_day: "2025-11-08" }, "return_day"],
  ["a commission above everything", { commission_bp: 101 }, "commission_bp"],
  ["a fee that nobody means", { family_pair_fee_cents: 500 }, "family_pair_fee_cents"],
  ["a private sale that ends before it starts", { private_to: "16:00" }, "private_to"],
  [
    "a sale that ends before it starts",
    { sale_hours: [{ day: "2025-11-08", starts_at: "19:00", ends_at: "18:00" }] },
    "sale_hours",
  ],
  ["a return within the sale", { return_hours_members: NOON }, "return_hours_members"],
  [
    "hours that are not filled in",
    { return_hours_standard: { starts_at: "", ends_at: "19:00" } },
    "return_hours_standard",
  ],
  ["an edition without a name", { name: " " }, "name"],
  ["an edition that ends before it starts", { ends_at: "2025-11-01" }, "ends_at"],
])("%s is told beside its field", (_, change, field) => {
  expect(Object.keys(problemsOf({ ...SOUND, ...change }))).toContain(field);
});

test("once the sale is over only what the edition says of itself is looked at", () => {
  expect(about({ ...SOUND, deposit_days: [], commission_bp: 200 })).toEqual({});
  expect(Object.keys(about({ ...SOUND, name: "", code: "É" }))).toEqual(["name", "code"]);
});

test("depositors are told of what changes, old and new", () => {
  expect(changedFacts(EDITION, { ...SOUND, deposit_days: ["2025-11-07", "2025-11-05"] })).toEqual([]);
  expect(
    changedFacts(EDITION, {
      ...SOUND,
      place: "Gymnase",
      return_hours_standard: { starts_at: "20:00", ends_at: "21:15" },
    }),
  ).toEqual([
    { name: "Lieu", before: "Salle des fêtes", after: "Gymnase" },
    {
      name: "Restitution des invendus",
      before: "lundi 10 novembre, de 18\u00a0h\u00a030 à 19\u00a0h\u00a030",
      after: "lundi 10 novembre, de 20\u00a0h à 21\u00a0h\u00a015",
    },
  ]);
});
