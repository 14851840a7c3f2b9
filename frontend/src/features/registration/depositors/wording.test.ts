import { expect, test } from "vitest";
import type { Slot } from "@/domain/editions";
import { misfit, slotChoice } from "./wording";

const noon: Slot = {
  id: "s1",
  starts_at: "2025-11-05T11:00:00.000Z",
  ends_at: "2025-11-05T13:00:00.000Z",
  capacity: 12,
  taken: 11,
  left: 1,
  residents_only: true,
  list_types: ["member_1000"],
  note: "",
};

test("a slot says for whom it is where it is chosen", () => {
  expect(slotChoice(noon)).toContain("(1 place libre · Adhérent (1000) · habitants seulement)");
  expect(slotChoice({ ...noon, residents_only: false, list_types: [], left: 4 })).toContain(
    "(4 places libres)",
  );
});

test("lists of another type than the slot's are told", () => {
  expect(misfit(noon, "standard")).toContain("Adhérent (1000)");
  expect(misfit(noon, "member_1000")).toBeUndefined();
  expect(misfit({ ...noon, list_types: [] }, "standard")).toBeUndefined();
  expect(misfit(undefined, "standard")).toBeUndefined();
});
