import type { components } from "@/lib/server/wire";

type Schemas = components["schemas"];
export type Hours = Schemas["Hours"];
export type DayHours = Schemas["DayHours"];

/** What the server takes for a day of the sale without hours of its own; on the last evening what is left is sorted. */
const USUAL: Hours = { starts_at: "09:00", ends_at: "18:00" };
const LAST: Hours = { starts_at: "09:00", ends_at: "13:00" };

/** The hours of these days of the sale: those that are known, else the usual ones. */
export function hoursOn(days: readonly string[], known: readonly DayHours[]): readonly DayHours[] {
  const sorted = days.toSorted();
  const last = sorted.at(-1);
  return sorted.map(
    (day) => known.find((hours) => hours.day === day) ?? { day, ...(day === last ? LAST : USUAL) },
  );
}

/** Whether they run forward. */
export function runForward({ starts_at, ends_at }: Hours): boolean {
  return starts_at !== "" && ends_at !== "" && starts_at < ends_at;
}
