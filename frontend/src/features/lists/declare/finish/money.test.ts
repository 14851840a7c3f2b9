import { expect, test } from "vitest";
import type { Article } from "@/domain/articles";
import { feesOf, lackingOf, shareOf } from "./money";

test("the share is rounded half up, as the payout rounds it", () => {
  expect(shareOf(5900, 2000)).toBe(1180);
  expect(shareOf(1, 5000)).toBe(1);
  expect(shareOf(1, 4999)).toBe(0);
});

test("only a member's list costs something by itself", () => {
  const fees = { member_list_fee_cents: 150, family_pair_fee_cents: 500 };
  expect(feesOf("standard", fees)).toEqual({ cents: 0 });
  expect(feesOf("member_1000", fees)).toEqual({ cents: 150 });
  expect(feesOf("family_2000", fees).words).toMatch(/5\s€ de frais par paire/);
  expect(feesOf("family_2000", { ...fees, family_pair_fee_cents: 0 })).toEqual({ cents: 0 });
});

test("a size is missed on what is worn, not on a toy", () => {
  const articles = [
    { category: "clothes", title: "Robe", size: null, color: "rouge" },
    { category: "shoes", title: "Bottes", size: "28", color: "" },
    { category: "toys", title: "Camion", size: null, color: null },
  ] as unknown as readonly Article[];
  expect(lackingOf(articles)).toEqual({ size: ["Robe"], color: ["Bottes"] });
});
