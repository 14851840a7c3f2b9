interface Appointment {
  readonly id: string;
  readonly title: string;
  readonly place: string | null;
  readonly starts_at: string;
  readonly ends_at: string;
}

/** A calendar file (RFC 5545), made now, that reminds of a deposit the evening before. */
export function calendarFile({ id, title, place, starts_at, ends_at }: Appointment, now: Date): string {
  const lines = [
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    "PRODID:-//Bourse//FR",
    "BEGIN:VEVENT",
    `UID:${id}@bourse`,
    `DTSTAMP:${compact(now.toISOString())}`,
    `DTSTART:${compact(starts_at)}`,
    `DTEND:${compact(ends_at)}`,
    `SUMMARY:${escaped(title)}`,
    ...(place === null ? [] : [`LOCATION:${escaped(place)}`]),
    "BEGIN:VALARM",
    "ACTION:DISPLAY",
    `DESCRIPTION:${escaped(title)}`,
    "TRIGGER:-PT18H",
    "END:VALARM",
    "END:VEVENT",
    "END:VCALENDAR",
  ];
  return lines.map((line) => `${line}\r\n`).join("");
}

/** `2025-11-05T19:00:00.000Z` -> `20251105T190000Z`. */
function compact(instant: string): string {
  return `${instant.slice(0, 19).replaceAll(/[-:]/g, "")}Z`;
}

function escaped(text: string): string {
  return text.replaceAll(/[\\;,]/g, (sign) => `\\${sign}`).replaceAll("\n", "\\n");
}
