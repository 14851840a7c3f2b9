import { expect, test } from "vitest";
import type { DeskView } from "./api";
import { clockWarning, deskState, pace } from "./wording";

const NOW = Date.parse("2025-11-05T10:00:00.000Z");

const desk = (changes: Partial<DeskView>): DeskView => ({
  id: "d1",
  desk_number: 2,
  opened_by: "Bastien R.",
  volunteers: [],
  opened_at: "2025-11-05T08:00:00.000Z",
  closed_at: null,
  heard_at: "2025-11-05T09:59:30.000Z",
  open_list_number: 245,
  unsent: 0,
  clock_off_ms: 0,
  ...changes,
});

test("a desk is on line, waits, is silent or closed", () => {
  const words = (changes: Partial<DeskView>) => deskState(desk(changes), NOW).words;
  expect(words({})).toBe("En ligne");
  expect(words({ unsent: 1 })).toBe("1 décision à envoyer");
  expect(words({ heard_at: "2025-11-05T09:57:00.000Z", unsent: 3 })).toBe("Sans nouvelles");
  expect(words({ heard_at: null })).toBe("Sans nouvelles");
  expect(words({ closed_at: "2025-11-05T09:00:00.000Z" })).toBe("Fermée");
  expect(words({ closed_at: "2025-11-05T09:00:00.000Z", unsent: 2 })).toBe("Fermée, 2 décisions à envoyer");
});

test("a clock that is more than five minutes off is told", () => {
  expect(clockWarning(desk({ clock_off_ms: 300_000 }))).toBeUndefined();
  expect(clockWarning(desk({ clock_off_ms: 420_000 }))).toBe("Son horloge avance de 7 minutes : réglez-la.");
  expect(clockWarning(desk({ clock_off_ms: -3_600_000 }))).toBe(
    "Son horloge retarde de 60 minutes : réglez-la.",
  );
  expect(pace(4.25)).toBe("4,3 min par liste");
});
