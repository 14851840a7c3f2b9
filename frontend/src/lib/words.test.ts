import { expect, test } from "vitest";
import { counted, folded } from "./words";

test("French counts nought and one as one", () => {
  expect([0, 1, 2].map((count) => counted(count, "liste"))).toEqual(["0 liste", "1 liste", "2 listes"]);
  expect(counted(2, "bordereau", "bordereaux")).toBe("2 bordereaux");
});

test("a search finds names whatever their accents", () => {
  expect(folded("Łukasik-Élodie Şahin")).toContain("elodie sahin");
});
