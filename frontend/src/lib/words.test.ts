import { expect, test } from "vitest";
import { counted, folded, rangesInWords, unbroken } from "./words";

test("French counts nought and one as one", () => {
  expect([0, 1, 2].map((count) => counted(count, "liste"))).toEqual(["0 liste", "1 liste", "2 listes"]);
  expect(counted(2, "bordereau", "bordereaux")).toBe("2 bordereaux");
});

test("a search finds names whatever their accents", () => {
  expect(folded("Łukasik-Élodie Şahin")).toContain("elodie sahin");
});

test("numbers of lists are said as people say them", () => {
  expect(
    [[245], [245, 244], [2979, 2976, 2977, 2978], [100, 2976, 2977, 2978], [100, 102, 104]].map(
      rangesInWords,
    ),
  ).toEqual(["245", "244 et 245", "2976 à 2979", "100, 2976 à 2978", "100, 102, 104"]);
});

test("a sentence of the server does not break before its signs", () => {
  expect(unbroken("« Robe » coûte 5 € : trop ?")).toBe(
    "«\u00a0Robe\u00a0» coûte 5\u00a0€\u00a0: trop\u00a0?",
  );
  expect(unbroken("L'adresse n'est pas la bonne.")).toBe("L’adresse n’est pas la bonne.");
});
