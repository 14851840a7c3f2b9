import type { components } from "@/lib/server/wire";
import type { Payout } from "./editions";

type Schemas = components["schemas"];
export type Adjust = Schemas["Adjust"];
export type Method = Schemas["PayoutMethod"];

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

/** Something is still to be done about it: a payment, or the word that nothing is to be paid. */
export function isToPay({ state }: Pick<Payout, "state">): boolean {
  return state === "to_generate" || state === "slip_ready" || state === "supplement";
}

export function isPaid({ state }: Pick<Payout, "state">): boolean {
  return state === "paid" || state === "closed";
}
