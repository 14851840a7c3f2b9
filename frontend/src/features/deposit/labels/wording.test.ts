import { expect, test } from "vitest";
import type { SlotLabels } from "./api";
import { found, paperWords, slotCounts } from "./wording";

const list = (state: SlotLabels["lists"][number]["state"], number: number) => ({
  list_id: `l${number}`,
  registration_id: "r1",
  number,
  depositor: "MARTIN Zoé",
  articles: 3,
  state,
  label_state: "none" as const,
  labels_at: null,
});

const slot: SlotLabels = {
  slot_id: "s1",
  starts_at: "2025-11-05T08:30:00.000Z",
  ends_at: "2025-11-05T11:00:00.000Z",
  depositors: 2,
  printable: 2,
  articles: 6,
  none: 0,
  generated: 0,
  printed: 2,
  file: null,
  lists: [list("closed", 100), list("closed", 101)],
};

test("lists of a closed edition are validated ones", () => {
  expect(slotCounts(slot)).toEqual(["2 déposants", "2 listes validées", "6 étiquettes"]);
});

test("a list that was too late is told apart from one that is still being written", () => {
  const lists = [...slot.lists, list("draft", 102), list("not_finalised", 103)];
  expect(slotCounts({ ...slot, lists }).slice(3)).toEqual([
    "1 liste pas encore validée",
    "1 liste non validée à temps",
  ]);
});

test("the paper is told in the words for what will be on it", () => {
  const paper = { covers: 1, separators: 2, list_sheets: 4, label_sheets: 8, sheets: 15 };
  expect(paperWords(paper)).toBe(
    "15 feuilles : 1 récapitulatif, 2 pages de garde, 4 fiches de liste, 8 planches d’étiquettes et de coupons.",
  );
  expect(paperWords({ ...paper, separators: 0, sheets: 13 })).not.toContain("garde");
});

test("a name or a list number finds a depositor with all lists that can be printed", () => {
  const lists = [
    list("validated", 100),
    list("reviewed", 101),
    list("draft", 102),
    { ...list("validated", 245), registration_id: "r2", depositor: "ÉMERY Éloïse" },
  ];
  const numbers = (words: string) =>
    found([{ ...slot, lists }], words).map((one) => one.lists.map(({ number }) => number));
  expect(numbers("101")).toEqual([[100, 101]]);
  expect(numbers("zoe")).toEqual([[100, 101]]);
  expect(numbers("emery")).toEqual([[245]]);
  expect(numbers("e")).toEqual([[100, 101], [245]]);
  expect(numbers("102")).toEqual([]);
  expect(numbers("10")).toEqual([]);
  expect(numbers(" ")).toEqual([]);
});
