import { expect, test } from "vitest";
import type { Summary } from "./api";
import { type SumLine, sharesOf, waysOf } from "./reconciliation";

const nobody = { depositors: 0, cents: 0 };

const summary: Summary = {
  takings_cents: 457_400,
  unowned_cents: 200,
  price_differences_cents: 100,
  unexplained_cents: 0,
  total: {
    gross_cents: 457_100,
    commission_cents: 91_420,
    fees_cents: 5_400,
    adjustments_cents: -3_000,
    net_cents: 357_480,
    fees_due_cents: 200,
  },
  paid_by: { cheque_cents: 350_000, transfer_cents: 0, cash_cents: 4_000 },
  paid: { depositors: 158, cents: 354_000 },
  to_pay: { depositors: 1, cents: 760 },
  nothing_to_pay: 0,
  supplements: { depositors: 1, cents: 500 },
  absent: { depositors: 1, cents: 2_720 },
  not_computed: nobody,
  overpaid: { depositors: 1, cents: 500 },
  owing: { depositors: 1, cents: 200 },
  warnings: { open_tills: [], tickets_unsent: 0, prices_undecided: 0 },
};

const sum = (lines: readonly SumLine[]) => lines.reduce((cents, line) => cents + line.cents, 0);

test("the shares add up to what came in", () => {
  expect(sum(sharesOf(summary))).toBe(summary.takings_cents);
});

test("the ways add up to what depositors are owed, the absent among them by name", () => {
  expect(sum(waysOf(summary))).toBe(summary.total.net_cents);
  expect(waysOf(summary)).toContainEqual({ words: "Dû à des personnes absentes", cents: 2_720 });
});

test("a line of nothing is left out, a cent that nothing explains is not", () => {
  expect(sharesOf(summary).map(({ words }) => words)).not.toContain("Non expliqué");
  const words = sharesOf({ ...summary, unexplained_cents: 1 }).map((line) => line.words);
  expect(words).toContain("Non expliqué");
});
