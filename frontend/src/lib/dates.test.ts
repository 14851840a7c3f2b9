import { expect, test } from "vitest";
import {
  daysUntil,
  formatDate,
  formatInstant,
  formatPeriod,
  formatShortSpan,
  localParts,
  toInstant,
} from "./dates";

test.each([
  ["2025-11-05", "20:00", "2025-11-05T19:00:00.000Z"],
  ["2025-07-01", "09:30", "2025-07-01T07:30:00.000Z"],
  ["2025-10-26", "12:00", "2025-10-26T11:00:00.000Z"],
  ["2026-03-29", "08:00", "2026-03-29T06:00:00.000Z"],
])("%s at %s in the hall is %s", (day, time, instant) => {
  expect(toInstant(day, time)).toBe(instant);
  expect(localParts(instant)).toEqual({ day, time });
});

test("the first of a month is the 1er", () => {
  expect(formatDate("2027-01-01")).toBe("1er janvier 2027");
  expect(formatDate("2027-01-01", "weekday")).toBe("vendredi 1er janvier");
  expect(formatInstant("2027-01-01T19:00:00.000Z")).toBe("vendredi 1er janvier à 20\u00a0h");
  expect(formatDate("2027-01-21")).toBe("21 janvier 2027");
  expect(formatDate("2027-01-31", "weekday")).toBe("dimanche 31 janvier");
  expect(formatDate("2027-01-01", "shortDay")).toBe("01/01/2027");
});

test("a period says what its days have in common once", () => {
  expect(formatPeriod("2026-11-28", "2026-12-03")).toBe("du 28 novembre au 3 décembre 2026");
  expect(formatPeriod("2026-12-01", "2026-12-10")).toBe("du 1er au 10 décembre 2026");
  expect(formatPeriod("2026-12-28", "2027-01-02")).toBe("du 28 décembre 2026 au 2 janvier 2027");
  expect(formatPeriod("2026-12-01", "2026-12-01")).toBe("le 1er décembre 2026");
  expect(formatPeriod("2026-12-31T23:00:00.000Z", "2027-01-10T22:59:59.000Z")).toBe(
    "du 1er au 10 janvier 2027",
  );
  expect(formatPeriod("2027-06-30T22:00:00.000Z", "2027-07-01T21:59:59.000Z")).toBe("le 1er juillet 2027");
});

test("a slot fits into a column", () => {
  expect(formatShortSpan("2025-11-05T08:30:00Z", "2025-11-05T11:00:00Z")).toBe(
    "mer. 5 nov., 9\u00a0h\u00a030\u00a0– 12\u00a0h",
  );
  expect(formatShortSpan("2027-01-01T08:30:00Z", "2027-01-01T11:00:00Z")).toContain("ven. 1er janv.");
});

test("a deadline names its last minute", () => {
  expect(formatInstant("2027-01-01T22:59:00.000Z")).toBe("vendredi 1er janvier à 23\u00a0h\u00a059");
});

test("a deadline at the end of today is today, whatever the hour", () => {
  const deadline = toInstant("2025-10-15", "23:59");
  expect(daysUntil(deadline, new Date("2025-10-14T22:30:00Z"))).toBe(0);
  expect(daysUntil(deadline, new Date("2025-10-12T22:30:00Z"))).toBe(2);
  expect(daysUntil(deadline, new Date("2025-10-16T08:00:00Z"))).toBe(-1);
});
