import { expect, test } from "vitest";
import { calendarFile } from "./calendar";

test("a slot becomes an appointment in universal time, with its commas escaped", () => {
  const appointment = {
    id: "r1",
    title: "Dépôt, bourse d’automne",
    place: "Salle des fêtes; Plaisance",
    starts_at: "2025-11-05T19:00:00.000Z",
    ends_at: "2025-11-05T20:30:00.000Z",
  };
  const file = calendarFile(appointment, new Date("2025-10-01T08:00:00Z"));
  const lines = file.split("\r\n");
  expect(lines).toContain("DTSTAMP:20251001T080000Z");
  expect(lines).toContain("DTSTART:20251105T190000Z");
  expect(lines).toContain("DTEND:20251105T203000Z");
  expect(lines).toContain("SUMMARY:Dépôt\\, bourse d’automne");
  expect(lines).toContain("LOCATION:Salle des fêtes\\; Plaisance");
});
