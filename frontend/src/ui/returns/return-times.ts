import type { Edition } from "@/domain/editions";
import type { ListType } from "@/domain/lists";
import { formatDate, formatHours } from "@/lib/dates";

type ReturnSettings = Pick<
  Edition,
  "sale_days" | "return_day" | "return_hours_members" | "return_hours_standard"
>;

/** When the unsold articles of lists of these types are given back (domain.md 1); nothing while the days are open. */
export function returnTimes(edition: ReturnSettings, types: readonly ListType[]): readonly string[] {
  const last = edition.sale_days.toSorted().at(-1);
  const words = (day: string | null | undefined, hours: Parameters<typeof formatHours>[0]) =>
    day ? `${formatDate(day, "weekday")}, ${formatHours(hours)}` : undefined;
  const standard = types.includes("standard") && words(edition.return_day, edition.return_hours_standard);
  const members = types.some((type) => type !== "standard") && words(last, edition.return_hours_members);
  if (standard && members && standard !== members) {
    return [`${members} (listes 1000 et 2000)`, `${standard} (autres listes)`];
  }
  return [standard || members].flatMap((one) => (one ? [one] : []));
}
