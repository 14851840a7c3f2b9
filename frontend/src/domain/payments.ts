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

/** What was counted less what is expected, as one says it: `Manque 10,00 €`, `10,00 € de trop`. */
export function differenceInWords(cents: number): string {
  if (cents === 0) return "Juste";
  const euros = formatExactCents(Math.abs(cents));
  return cents < 0 ? `Manque ${euros}` : `${euros} de trop`;
}
