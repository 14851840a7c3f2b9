import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { givenBack, type Method, paidWith, paymentWords } from "./tickets";

const payments = (...all: readonly (readonly [Method, number])[]) => ({
  payments: all.map(([method, amount_cents]) => ({ method, amount_cents })),
});
const plain = (text: string) => text.replaceAll(/\s/g, " ");

describe("what the books say was given back", () => {
  const sold = payments(["cash", 500], ["cheque", 2100]);

  it("names each method with its amount", () => {
    const after = payments(["cash", 500], ["cheque", 2100], ["cash", -500], ["cheque", -2100]);
    expect(plain(givenBack(sold, after))).toBe("5,00 € en espèces et 21,00 € par chèque");
    expect(paymentWords(after)).toBe("Tout a été rendu");
  });

  it("leaves out what was given back before", () => {
    const before = payments(["cash", 500], ["cheque", 2100], ["cash", -500]);
    const after = payments(["cash", 500], ["cheque", 2100], ["cash", -500], ["cheque", -700]);
    expect(plain(givenBack(before, after))).toBe("7,00 € par chèque");
  });

  it("names a method that the ticket was not paid with", () => {
    expect(plain(givenBack(payments(["card", 800]), payments(["card", 800], ["cash", -800])))).toBe(
      "8,00 € en espèces",
    );
  });

  it("adds up to the difference of the sums, whatever the payments", () => {
    const method = fc.constantFrom<Method>("cash", "card", "cheque");
    const some = (least: number, most: number) =>
      fc.array(fc.tuple(method, fc.integer({ min: least, max: most })), { maxLength: 5 });
    fc.assert(
      fc.property(some(1, 5000), some(-5000, -1), (paid, back) => {
        const words = givenBack(payments(...paid), payments(...paid, ...back));
        const told = [...words.matchAll(/([\d\s]+),(\d\d)/g)].reduce(
          (sum, [, euros, cents]) => sum + Number(euros?.replaceAll(/\s/g, "")) * 100 + Number(cents),
          0,
        );
        expect(told).toBe(-back.reduce((sum, [, cents]) => sum + cents, 0));
      }),
    );
  });

  it("keeps sums per method", () => {
    expect([...paidWith(payments(["cash", 500], ["cash", -200], ["card", 100]))]).toEqual([
      ["cash", 300],
      ["card", 100],
    ]);
  });
});
