import type { Payout } from "@/domain/payouts";
import type { StateWords } from "@/lib/words";

export const PAYOUT_STATES: Readonly<Record<Payout["state"], StateWords>> = {
  to_generate: { words: "Bordereau à faire", tone: "waiting" },
  slip_ready: { words: "À payer", tone: "accent" },
  paid: { words: "Payé", tone: "good" },
  supplement: { words: "Complément à payer", tone: "waiting" },
  overpaid: { words: "Versé en trop", tone: "bad" },
  absent: { words: "Absence notée", tone: "bad" },
  closed: { words: "Payé, clos", tone: "neutral" },
};

/** The number of the next cheque of the same book: `0001234` -> `0001235`; what holds no number stays. */
export function nextCheque(number: string): string {
  const figures = /(\d+)\D*$/.exec(number)?.[1];
  if (figures === undefined) return number;
  const next = String(BigInt(figures) + 1n).padStart(figures.length, "0");
  const at = number.lastIndexOf(figures);
  return number.slice(0, at) + next + number.slice(at + figures.length);
}
