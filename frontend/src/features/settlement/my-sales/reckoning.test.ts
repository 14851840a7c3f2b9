import { expect, test } from "vitest";
import type { MySales } from "./api";
import { dueWords, reckoningOf } from "./reckoning";

const amounts = {
  gross_cents: 2_000,
  commission_cents: 400,
  fees_cents: 0,
  adjustments_cents: 500,
  net_cents: 2_100,
  fees_due_cents: 0,
};
const sales = (changes: Partial<typeof amounts> = {}): MySales => ({
  sold: [],
  unsold: [],
  refused: [],
  amounts: { ...amounts, ...changes },
  commission_bp: 2000,
});
const adjustment = (amount_cents: number) => ({
  id: `${amount_cents}`,
  kind: "goodwill" as const,
  amount_cents,
  reason: "bouton perdu",
  created_at: "2025-11-10T09:00:00.000Z",
  author: "Camille M.",
});
const sum = (lines: readonly { readonly cents: number }[]) =>
  lines.reduce((all, { cents }) => all + cents, 0);

test("the lines add up to what the depositor gets, adjustments by their reasons", () => {
  const lines = reckoningOf(sales(), [adjustment(800), adjustment(-300)]);
  expect(sum(lines)).toBe(2_100);
  expect(lines.at(-1)).toMatchObject({ words: "Geste commercial", cents: -300, reason: "bouton perdu" });
});

test("adjustments that are not known one by one are one line", () => {
  const lines = reckoningOf(sales(), []);
  expect(sum(lines)).toBe(2_100);
  expect(lines.at(-1)?.words).toBe("Ajustements");
});

test("without any adjustment there is no such line", () => {
  expect(reckoningOf(sales({ adjustments_cents: 0, net_cents: 1_600 }), [])).toHaveLength(2);
});

test("what is owed is called fees only when it is no more than those", () => {
  expect(dueWords({ ...amounts, fees_cents: 300, fees_due_cents: 200 })).toBe("Frais restant dus");
  expect(dueWords({ ...amounts, fees_cents: 200, fees_due_cents: 1_600 })).toBe("Reste dû");
});
