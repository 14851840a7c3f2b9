import { expect, test } from "vitest";
import { daysUntil, localParts, toInstant } from "./dates";

test.each([
  ["2025-11-05", "20:00", "2025-11-05T19:00:00.000Z"],
  ["2025-07-01", "09:30", "2025-07-01T07:30:00.000Z"],
  ["2025-10-26", "12:00", "2025-10-26T11:00:00.000Z"],
  ["2026-03-29", "08:00", "2026-03-29T06:00:00.000Z"],
])("%s at %s in the hall is %s", (day, time, instant) => {
  expect(toInstant(day, time)).toBe(instant);
  expect(localParts(instant)).toEqual({ day, time });
});

test("a deadline at the end of today is today, whatever the hour", () => {
  const deadline = toInstant("2025-10-15", "23:59");
  expect(daysUntil(deadline, new Date("2025-10-14T22:30:00Z"))).toBe(0);
  expect(daysUntil(deadline, new Date("2025-10-12T22:30:00Z"))).toBe(2);
  expect(daysUntil(deadline, new Date("2025-10-16T08:00:00Z"))).toBe(-1);
});
