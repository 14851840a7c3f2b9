import { counted, folded } from "@/lib/words";
import type { Paper, SlotLabels } from "./api";

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

/** The paper to put into the printer, and what will be on it. */
export function paperWords({ sheets, covers, separators, list_sheets, label_sheets }: Paper): string {
  const parts = [
    counted(covers, "récapitulatif"),
    ...(separators > 0 ? [counted(separators, "page de garde", "pages de garde")] : []),
    counted(list_sheets, "fiche de liste", "fiches de liste"),
    counted(label_sheets, "planche d’étiquettes et de coupons", "planches d’étiquettes et de coupons"),
  ];
  return `${counted(sheets, "feuille")} : ${parts.join(", ")}.`;
}

type ListLabels = SlotLabels["lists"][number];

/** Somebody's lists in a slot. */
export interface Found {
  readonly depositor: string;
  readonly lists: readonly ListLabels[];
}

/** The depositors whose name or one of whose list numbers is searched for, each with all their printable lists. */
export function found(slots: readonly SlotLabels[], words: string): readonly Found[] {
  const wanted = folded(words.trim());
  if (wanted === "") return [];
  const people = new Map<string, ListLabels[]>();
  for (const list of slots.flatMap((slot) => slot.lists)) {
    if (!PRINTABLE.has(list.state)) continue;
    const of = people.get(list.registration_id);
    if (of === undefined) people.set(list.registration_id, [list]);
    else of.push(list);
  }
  const asks = (list: ListLabels) =>
    /^\d+$/.test(wanted) ? String(list.number) === wanted : folded(list.depositor).includes(wanted);
  return [...people.values()]
    .filter((lists) => lists.some(asks))
    .map((lists) => ({ depositor: lists[0]?.depositor ?? "", lists }));
}

const PRINTABLE: ReadonlySet<string> = new Set(["validated", "reviewed"]);
