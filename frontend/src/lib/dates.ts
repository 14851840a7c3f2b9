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
  shortDay: new Intl.DateTimeFormat("fr-FR", {
    timeZone: ZONE,
    day: "2-digit",
    month: "2-digit",
    year: "numeric",
  }),
  time: new Intl.DateTimeFormat("fr-FR", { timeZone: ZONE, hour: "2-digit", minute: "2-digit" }),
};

/** An instant (`2025-11-08T09:31:22.123Z`) or a plain date (`2025-11-08`) in words. */
export function formatDate(value: string, shape: keyof typeof shapes = "day"): string {
  return shapes[shape].format(new Date(value.length === 10 ? `${value}T12:00:00Z` : value));
}

/** `mercredi 5 novembre, 20:00`. */
export function formatInstant(value: string): string {
  return `${formatDate(value, "weekday")}, ${formatDate(value, "time")}`;
}
