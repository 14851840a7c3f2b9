import fc from "fast-check";
import { expect, test } from "vitest";
import { paidOf } from "@/offline/ticket";
import { leftOf, pay, start, type Tender } from "./tender";

const paid = (result: ReturnType<typeof pay>) => result as Tender;

test("cash without an amount pays to the cent", () => {
  expect(pay(start(1200), "cash")).toEqual({
    dueCents: 1200,
    payments: [{ method: "cash", amount_cents: 1200 }],
    changeCents: 0,
  });
});

test("a note of twenty for twelve euros gives eight back", () => {
  expect(paid(pay(start(1200), "cash", 2000)).changeCents).toBe(800);
});

test("a cheque and cash share a ticket", () => {
  const afterCheque = paid(pay(start(15000), "cheque", 10000));
  expect(leftOf(afterCheque)).toBe(5000);
  expect(paid(pay(afterCheque, "cash", 5000)).payments).toEqual([
    { method: "cheque", amount_cents: 10000 },
    { method: "cash", amount_cents: 5000 },
  ]);
});

test("a card or a cheque gives no change", () => {
  expect(pay(start(1200), "card", 2000)).toBe("more_than_left");
  expect(pay(start(1200), "cheque", 1300)).toBe("more_than_left");
});

test("nothing is taken once all is paid, and nothing is no amount", () => {
  expect(pay(paid(pay(start(500), "card")), "cash", 500)).toBe("nothing_left");
  expect(pay(start(500), "cash", 0)).toBe("no_amount");
});

test("whatever a customer hands over, it balances", () => {
  const given = fc.record({
    method: fc.constantFrom("cash", "card", "cheque" as const),
    cents: fc.integer({ min: -100, max: 20000 }),
  });
  fc.assert(
    fc.property(fc.integer({ min: 100, max: 50000 }), fc.array(given), (due, all) => {
      let received = 0;
      const tender = all.reduce<Tender>((so_far, { method, cents }) => {
        const next = pay(so_far, method, cents);
        if (typeof next === "string") return so_far;
        received += cents;
        return next;
      }, start(due));
      expect(paidOf(tender.payments) + leftOf(tender)).toBe(due);
      expect(leftOf(tender)).toBeGreaterThanOrEqual(0);
      expect(received - tender.changeCents).toBe(paidOf(tender.payments));
      expect(tender.payments.every((payment) => payment.amount_cents > 0)).toBe(true);
    }),
  );
});
