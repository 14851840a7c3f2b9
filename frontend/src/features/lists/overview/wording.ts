import type { ListSummary } from "@/domain/lists";

export const LABEL_STATES: Readonly<Record<ListSummary["label_state"], string>> = {
  none: "À préparer",
  generated: "À imprimer",
  printed: "Imprimées",
};
