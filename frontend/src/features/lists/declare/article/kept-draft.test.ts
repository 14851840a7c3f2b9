import { beforeEach, expect, test } from "vitest";
import { EMPTY } from "./draft";
import { keptDraft } from "./kept-draft";

beforeEach(() => sessionStorage.clear());

test("a draft keeps its identifier until it is cleared, over a reload of the page too", () => {
  const first = keptDraft("l1");
  expect(first.madeId()).toBeNull();
  const id = first.id();
  expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7/);
  first.write({ ...EMPTY, description: "Martine à la plage" });
  expect(keptDraft("l1").id()).toBe(id);
  expect(keptDraft("l2").id()).not.toBe(id);
  keptDraft("l1").clear();
  expect(keptDraft("l1").read()).toEqual({});
  expect(keptDraft("l1").id()).not.toBe(id);
});
