import fc from "fast-check";
import { expect, test } from "vitest";
import type { Taken } from "@/offline/ticket/basket";
import { paidOf } from "@/offline/ticket/ticket";
import { changeOf, dealOf, leftOf, pay, paymentsOf, type Tender, without } from "./tender";

const due = (dueCents: number, taken: readonly Taken[] = []): Tender => ({ dueCents, taken });
const paid = (result: ReturnType<typeof pay>) => result as Tender;

test("a note of twenty for twelve euros gives eight back", () => {
  const tender = paid(pay(due(1200), "cash", 2000));
  expect(changeOf(tender)).toBe(800);
  expect(paymentsOf(tender)).toEqual([{ method: "cash", amount_cents: 1200 }]);
});

test("a cheque and cash share a ticket", () => {
  const afterCheque = paid(pay(due(15000), "cheque", 10000));
  expect(leftOf(afterCheque)).toBe(5000);
  expect(paymentsOf(afterCheque)).toBeUndefined();
  expect(paymentsOf(paid(pay(afterCheque, "cash", 5000)))).toEqual([
    { method: "cheque", amount_cents: 10000 },
    { method: "cash", amount_cents: 5000 },
  ]);
});

test("a card or a cheque gives no change", () => {
  expect(pay(due(1200), "card", 2000)).toBe("more_than_left");
  expect(pay(due(1200), "cheque", 1300)).toBe("more_than_left");
});

test("nothing is taken once all is paid, and nothing is no amount", () => {
  expect(pay(paid(pay(due(500), "card", 500)), "cash", 500)).toBe("nothing_left");
  expect(pay(due(500), "cash", 0)).toBe("no_amount");
});

test("a payment that is given back is owed again", () => {
  const tender = paid(pay(due(4200), "cash", 1000));
  expect(leftOf({ ...tender, taken: without(tender.taken, 0) })).toBe(4200);
});

test("when the ticket becomes cheaper than what was taken, the difference comes out of the cash or not at all", () => {
  const cash: Taken = { method: "cash", cents: 1000 };
  const cheque: Taken = { method: "cheque", cents: 1000 };
  expect(paymentsOf(due(1500, [cheque, cash]))).toEqual([
    { method: "cheque", amount_cents: 1000 },
    { method: "cash", amount_cents: 500 },
  ]);
  expect(paymentsOf(due(800, [cheque]))).toBeUndefined();
});

test("whatever a customer hands over, and whatever the ticket becomes meanwhile, a deal balances to the cent", () => {
  const given = fc.record({
    method: fc.constantFrom("cash", "card", "cheque" as const),
    cents: fc.integer({ min: -100, max: 20000 }),
  });
  const prices = fc.array(fc.integer({ min: 50, max: 20000 }), { minLength: 1, maxLength: 5 });
  fc.assert(
    fc.property(prices, prices, fc.array(given), (first, second, all) => {
      const sum = first.reduce((total, price) => total + price, 0);
      const tender = all.reduce<Tender>((so_far, { method, cents }) => {
        const next = pay(so_far, method, cents);
        return typeof next === "string" ? so_far : next;
      }, due(sum));
      for (const costs of [first, second]) {
        const lines = costs.map((price_cents, index) => ({ code: `A-L1-A0${index}`, price_cents }));
        const deal = dealOf(lines, tender.taken);
        if (deal === undefined) continue;
        expect(paidOf(deal.payments)).toBe(costs.reduce((total, price) => total + price, 0));
        expect(deal.payments.every((payment) => payment.amount_cents > 0)).toBe(true);
        expect(deal.cashCents - deal.changeCents).toBe(
          deal.payments.find(({ method }) => method === "cash")?.amount_cents ?? 0,
        );
      }
    }),
  );
});
