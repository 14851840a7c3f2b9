import type { Payout } from "@/lib/editions";
import { formatExactCents } from "@/lib/money";
import type { Tone } from "@/ui/StateBadge";
import type { Adjust, Method } from "./api";

export const PAYOUT_STATES: Readonly<
  Record<Payout["state"], { readonly words: string; readonly tone: Tone }>
> = {
  to_generate: { words: "Bordereau à faire", tone: "waiting" },
  slip_ready: { words: "À payer", tone: "accent" },
  paid: { words: "Payé", tone: "good" },
  supplement: { words: "Complément à payer", tone: "waiting" },
  overpaid: { words: "Versé en trop", tone: "bad" },
  absent: { words: "Absent", tone: "bad" },
  closed: { words: "Payé, clos", tone: "neutral" },
};

export const METHODS: Readonly<Record<Method, string>> = {
  cheque: "Chèque",
  transfer: "Virement",
  cash: "Espèces",
  nothing: "Rien à verser",
};

export const ADJUSTMENTS: Readonly<Record<Adjust["kind"], string>> = {
  goodwill: "Geste commercial",
  correction: "Correction",
  dispute: "Litige",
  fee_waived: "Frais abandonnés",
  debt_carried: "Dette reportée",
};

/** `+5,00 €`: what is added or taken away. */
export function signedCents(cents: number): string {
  return `${cents > 0 ? "+" : ""}${formatExactCents(cents)}`;
}

/** Something is still to be done about it: a payment, or the word that nothing is to be paid. */
export function isToPay({ state }: Pick<Payout, "state">): boolean {
  return state === "to_generate" || state === "slip_ready" || state === "supplement";
}

export function isPaid({ state }: Pick<Payout, "state">): boolean {
  return state === "paid" || state === "closed";
}

export function nameOf({ first_name, last_name }: Payout["depositor"]): string {
  return `${last_name.toLocaleUpperCase("fr")} ${first_name}`.trim();
}

/** The number of the next cheque of the same book: `0001234` -> `0001235`; what holds no number stays. */
export function nextCheque(number: string): string {
  const figures = /(\d+)\D*$/.exec(number)?.[1];
  if (figures === undefined) return number;
  const next = String(BigInt(figures) + 1n).padStart(figures.length, "0");
  const at = number.lastIndexOf(figures);
  return number.slice(0, at) + next + number.slice(at + figures.length);
}
