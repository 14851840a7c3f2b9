/** The sale happens in one place: times are shown there, whatever the device's own zone. */
const ZONE = "Europe/Paris";

const shapes = {
  day: new Intl.DateTimeFormat("fr-FR", { timeZone: ZONE, day: "numeric", month: "long", year: "numeric" }),
  weekday: new Intl.DateTimeFormat("fr-FR", {
    timeZone: ZONE,
    weekday: "long",
    day: "numeric",
    month: "long",
  }),
  shortWeekday: new Intl.DateTimeFormat("fr-FR", {
    timeZone: ZONE,
    weekday: "short",
    day: "numeric",
    month: "short",
  }),
  shortDay: new Intl.DateTimeFormat("fr-FR", {
    timeZone: ZONE,
    day: "2-digit",
    month: "2-digit",
    year: "numeric",
  }),
};

/** An instant (`2025-11-08T09:31:22.123Z`) or a plain date (`2025-11-08`) in words. */
export function formatDate(value: string, shape: keyof typeof shapes = "day"): string {
  const words = shapes[shape].format(new Date(value.length === 10 ? `${value}T12:00:00Z` : value));
  return words.replace(/\b1 (?=\p{L})/u, "1er ");
}

/** `18 h 30`, `9 h`: a time of day as it is said and as the mails write it. */
function hourWords(time: string): string {
  const [hour = "", minute = ""] = time.split(":");
  return `${Number(hour)}\u00a0h${minute === "00" ? "" : `\u00a0${minute}`}`;
}

/** `9 h 30`, `20 h`: the hour of an instant. */
export function formatHour(value: string): string {
  return hourWords(localParts(value).time);
}

/** `du 28 novembre au 3 décembre 2026`; of days in one month `du 8 au 10 novembre 2026`. */
export function formatPeriod(from: string, to: string): string {
  // An edition's are instants: its first of January begins in December, as the clock of the world has it.
  const [first, last] = [dayOf(from), dayOf(to)];
  const [end, begin] = [formatDate(last), formatDate(first)];
  // What both have in common at the end is said once.
  const same = first.slice(0, 7) === last.slice(0, 7) ? 2 : first.slice(0, 4) === last.slice(0, 4) ? 1 : 0;
  const words = begin.split(" ");
  return first === last ? `le ${end}` : `du ${words.slice(0, words.length - same).join(" ")} au ${end}`;
}

/** `9 h 30 – 12 h`, for a column. */
export function formatHourSpan(starts_at: string, ends_at: string): string {
  return `${formatHour(starts_at)}\u00a0– ${formatHour(ends_at)}`;
}

/** `mercredi 5 novembre à 20 h`; a deadline names its last minute: `vendredi 1er janvier à 23 h 59`. */
export function formatInstant(value: string): string {
  return `${formatDate(value, "weekday")} à ${formatHour(value)}`;
}

const wallClock = new Intl.DateTimeFormat("en-CA", {
  timeZone: ZONE,
  year: "numeric",
  month: "2-digit",
  day: "2-digit",
  hour: "2-digit",
  minute: "2-digit",
  hourCycle: "h23",
});

/** Day and time of an instant as a clock in the hall shows them: `2025-11-05`, `20:00`. */
export function localParts(instant: string): { readonly day: string; readonly time: string } {
  const parts = Object.fromEntries(
    wallClock.formatToParts(new Date(instant)).map(({ type, value }) => [type, value]),
  );
  return { day: `${parts.year}-${parts.month}-${parts.day}`, time: `${parts.hour}:${parts.minute}` };
}

function dayOf(value: string): string {
  return value.length === 10 ? value : localParts(value).day;
}

/** The instant of a day and time in the hall. */
export function toInstant(day: string, time: string): string {
  const wanted = Date.parse(`${day}T${time}:00Z`);
  // Two rounds: the first lands within an hour of the right side of a clock change.
  let instant = wanted;
  for (let round = 0; round < 2; round += 1) {
    const shown = localParts(new Date(instant).toISOString());
    instant += wanted - Date.parse(`${shown.day}T${shown.time}:00Z`);
  }
  return new Date(instant).toISOString();
}

/** Whole days from today to the day of an instant, both in France; negative when it is over. */
export function daysUntil(instant: string, now = new Date()): number {
  const midnight = (value: string) => Date.parse(`${localParts(value).day}T00:00:00Z`);
  return Math.round((midnight(instant) - midnight(now.toISOString())) / 86_400_000);
}

/** `de 9 h à 18 h`. */
export function formatHours({
  starts_at,
  ends_at,
}: {
  readonly starts_at: string;
  readonly ends_at: string;
}): string {
  return `de ${hourWords(starts_at)} à ${hourWords(ends_at)}`;
}

/** `mercredi 5 novembre de 9 h 30 à 12 h`. */
export function formatSpan(starts_at: string, ends_at: string): string {
  return `${formatDate(starts_at, "weekday")} de ${formatHour(starts_at)} à ${formatHour(ends_at)}`;
}

/** `mer. 5 nov., 9 h 30 – 12 h`, for a column. */
export function formatShortSpan(starts_at: string, ends_at: string): string {
  return `${formatDate(starts_at, "shortWeekday")}, ${formatHourSpan(starts_at, ends_at)}`;
}

/** `sam. 8 nov., 14 h`, for a column. */
export function formatShortInstant(value: string): string {
  return `${formatDate(value, "shortWeekday")}, ${formatHour(value)}`;
}
