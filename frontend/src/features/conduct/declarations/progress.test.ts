import { expect, test } from "vitest";
import { isLate, progressOf, wasRemindedToday } from "./progress";

test("nobody is late who has validated one list", () => {
  expect(progressOf({ lists: 0, validated_lists: 0 })).toBe("none");
  expect(progressOf({ lists: 2, validated_lists: 0 })).toBe("begun");
  expect(progressOf({ lists: 2, validated_lists: 1 })).toBe("done");
  expect(isLate({ lists: 2, validated_lists: 1 })).toBe(false);
  expect(isLate({ lists: 1, validated_lists: 0 })).toBe(true);
});

test("today is the day in France", () => {
  const now = new Date("2025-10-01T21:30:00Z");
  expect(wasRemindedToday({ reminded_at: "2025-10-01T08:00:00Z" }, now)).toBe(true);
  expect(wasRemindedToday({ reminded_at: "2025-09-30T22:30:00Z" }, now)).toBe(true);
  expect(wasRemindedToday({ reminded_at: "2025-09-30T21:30:00Z" }, now)).toBe(false);
  expect(wasRemindedToday({ reminded_at: null }, now)).toBe(false);
});
