import { expect, test } from "vitest";
import type { SlotLabels } from "./api";
import { slotCounts } from "./wording";

const list = (state: SlotLabels["lists"][number]["state"], number: number) => ({
  list_id: `l${number}`,
  number,
  depositor: "Martin Zoé",
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
