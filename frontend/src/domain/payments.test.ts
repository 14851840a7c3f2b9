import { expect, test } from "vitest";
import { lackingToCancel, paidBy } from "./payments";

test("money goes by cheque or transfer, and in cash", () => {
  expect(paidBy("cheque")).toBe("par chèque");
  expect(paidBy("transfer")).toBe("par virement");
  expect(paidBy("cash")).toBe("en espèces");
});

test("a cancellation that waits says for what", () => {
  expect(lackingToCancel([], undefined, "")).toBe("Cochez ce qui est annulé.");
  expect(lackingToCancel([1], undefined, "")).toBe("Dites pourquoi.");
  expect(lackingToCancel([1], "other", " ")).toBe("Précisez la raison.");
  expect(lackingToCancel([1], "other", "tache")).toBeUndefined();
  expect(lackingToCancel([1], "scan_error", "")).toBeUndefined();
});
