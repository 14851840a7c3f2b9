import { hasReached } from "@/domain/editions";
import type { ListSummary } from "@/domain/lists";

export const LABEL_STATES: Readonly<Record<ListSummary["label_state"], string>> = {
  none: "À préparer",
  generated: "À imprimer",
  printed: "Imprimées",
};

/** Whether a manager may give a list back to its depositor. */
export function mayReopen({ state, edition }: Pick<ListSummary, "state" | "edition">): boolean {
  return state === "validated" && !hasReached(edition, "sale");
}
