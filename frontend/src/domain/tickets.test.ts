import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { PaymentMethod } from "./payments";
import {
  backInWords,
  counterWords,
  drawersInWords,
  moneyWords,
  paidWith,
  paymentWords,
  standingCents,
  type TicketLine,
} from "./tickets";

const payments = (...all: readonly (readonly [PaymentMethod, number])[]) => ({
  payments: all.map(([method, amount_cents]) => ({ method, amount_cents })),
});
const plain = (text: string) => text.replaceAll(/\s/g, " ");

describe("money that goes back", () => {
  it("is named method by method", () => {
    expect(plain(backInWords([payments(["cash", 500], ["cheque", 2100])]))).toBe(
      "5,00 € en espèces et le chèque de 21,00 €",
    );
  });

  it("of several lines is one sum for each method", () => {
    expect(plain(backInWords([payments(["cash", 500]), payments(["cash", 250], ["card", 100])]))).toBe(
      "7,50 € en espèces et 1,00 € sur la carte",
    );
  });

  it("adds up to what the server said, whatever the payments", () => {
    const method = fc.constantFrom<PaymentMethod>("cash", "card", "cheque");
    const some = fc.array(fc.tuple(method, fc.integer({ min: 1, max: 5000 })), { maxLength: 5 });
    fc.assert(
      fc.property(some, (back) => {
        const words = backInWords(back.map((one) => payments(one)));
        const told = [...words.matchAll(/([\d\s]+),(\d\d)/g)].reduce(
          (sum, [, euros, cents]) => sum + Number(euros?.replaceAll(/\s/g, "")) * 100 + Number(cents),
          0,
        );
        expect(told).toBe(back.reduce((sum, [, cents]) => sum + cents, 0));
      }),
    );
  });

  it("is noted in the count of the tills that gave it", () => {
    const of = (...numbers: readonly number[]) => numbers.map((register_number) => ({ register_number }));
    expect(drawersInWords(of(3, 3))).toBe("caisse 3");
    expect(drawersInWords(of(2, 3, 2))).toBe("caisses 2 et 3");
  });
});

describe("what a ticket brought in", () => {
  it("is kept per method", () => {
    expect([...paidWith(payments(["cash", 500], ["cash", -200], ["card", 100]))]).toEqual([
      ["cash", 300],
      ["card", 100],
    ]);
  });

  it("is said without what was given back whole", () => {
    const sold = [
      ["cash", 500],
      ["cheque", 2100],
    ] as const;
    expect(plain(paymentWords(payments(...sold, ["cash", -500])))).toBe("Chèque 21,00 €");
    expect(paymentWords(payments(...sold, ["cash", -500], ["cheque", -2100]))).toBe("Tout a été rendu");
  });

  it("is said with what was given back", () => {
    const ticket = payments(["cheque", 2100], ["cash", -600]);
    expect(plain(moneyWords(ticket))).toBe("Chèque 21,00 €, rendu 6,00 € en espèces");
    expect(plain(moneyWords(payments(["cheque", 2100])))).toBe("Chèque 21,00 €");
  });
});

describe("a sale that its till took back offline", () => {
  const line = { price_cents: 400, cancelled_at: "2026-11-07T10:00:00.000Z" } as TicketLine;

  it("stands at nothing, and so does the counter-ticket", () => {
    expect(standingCents({ cancels: null, lines: [line] })).toBe(0);
    expect(standingCents({ cancels: "01a0", lines: [] })).toBe(0);
  });

  it("is named by what the customer got back", () => {
    expect(plain(counterWords(payments(["cheque", -400])))).toBe(
      "Annulation faite à la caisse, rendu le chèque de 4,00 €",
    );
  });
});
