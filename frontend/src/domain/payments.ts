import { formatExactCents } from "@/lib/money";
import type { components } from "@/lib/server/wire";

type Schemas = components["schemas"];
/** How customers pay. */
export type PaymentMethod = Schemas["PaymentMethod"];
/** How depositors are paid. */
export type PayoutMethod = Schemas["PayoutMethod"];
/** One sum in cents for each way to pay. */
export type PerMethod = Readonly<Record<PaymentMethod, number>>;

export const METHOD_NAMES: Readonly<Record<PaymentMethod | PayoutMethod, string>> = {
  cash: "Espèces",
  card: "Carte",
  cheque: "Chèque",
  transfer: "Virement",
  nothing: "Rien à verser",
};

/** `par chèque`, `par virement`, but `en espèces`. */
export function paidBy(method: PaymentMethod | PayoutMethod): string {
  const name = METHOD_NAMES[method].toLowerCase();
  return method === "cash" ? `en ${name}` : `par ${name}`;
}

/** What was counted less what is expected, as one says it: `Manque 10,00 €`, `10,00 € de trop`. */
export function differenceInWords(cents: number): string {
  if (cents === 0) return "Juste";
  const euros = formatExactCents(Math.abs(cents));
  return cents < 0 ? `Manque ${euros}` : `${euros} de trop`;
}

/** What is still to be said before a sale can be taken back: a button that waits says for what. */
export function lackingToCancel(
  chosen: readonly unknown[],
  reason: string | undefined,
  comment: string,
): string | undefined {
  if (chosen.length === 0) return "Cochez ce qui est annulé.";
  if (reason === undefined) return "Dites pourquoi.";
  return reason === "other" && comment.trim() === "" ? "Précisez la raison." : undefined;
}
