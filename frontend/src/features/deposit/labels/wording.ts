import { counted } from "@/lib/words";
import type { SlotLabels } from "./api";

/** What a slot holds, in numbers: people, lists by how far they came, labels. */
export function slotCounts(slot: SlotLabels): readonly string[] {
  const drafts = slot.lists.filter(({ state }) => state === "draft").length;
  const late = slot.lists.filter(({ state }) => state === "not_finalised").length;
  return [
    counted(slot.depositors, "déposant"),
    counted(slot.printable, "liste validée", "listes validées"),
    counted(slot.articles, "étiquette"),
    ...(drafts > 0 ? [counted(drafts, "liste pas encore validée", "listes pas encore validées")] : []),
    ...(late > 0 ? [counted(late, "liste non validée à temps", "listes non validées à temps")] : []),
  ];
}
