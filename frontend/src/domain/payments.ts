import type { components } from "@/lib/server/wire";

type Schemas = components["schemas"];
/** How customers pay. */
export type PaymentMethod = Schemas["PaymentMethod"];
/** How depositors are paid. */
export type PayoutMethod = Schemas["PayoutMethod"];

export const METHOD_NAMES: Readonly<Record<PaymentMethod | PayoutMethod, string>> = {
  cash: "Espèces",
  card: "Carte",
  cheque: "Chèque",
  transfer: "Virement",
  nothing: "Rien à verser",
};
