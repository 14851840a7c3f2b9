import type { Edition } from "@/domain/editions";
import { formatDate, localParts } from "@/lib/dates";

type Dated = Pick<
  Edition,
  "declaration_deadline" | "deposit_days" | "sale_days" | "return_day" | "closed_at"
>;

/** When each stage takes place, as far as it is fixed: `5 – 7 nov.`, `jusqu’au 15 oct.` */
export function stageDays(edition: Dated, status: Edition["status"]): string | undefined {
  switch (status) {
    case "registrations_open":
      return edition.declaration_deadline == null
        ? undefined
        : `jusqu’au ${shortDay(localParts(edition.declaration_deadline).day)}`;
    case "deposit":
      return span(edition.deposit_days);
    case "sale":
      return span(edition.sale_days);
    case "settlement":
      return edition.return_day == null ? undefined : shortDay(edition.return_day);
    case "closed":
      return edition.closed_at == null ? undefined : shortDay(localParts(edition.closed_at).day);
    default:
      return undefined;
  }
}

/** `5 nov.`, `1er déc.` */
function shortDay(day: string): string {
  return formatDate(day, "shortWeekday")
    .replace(/^\S+\s/u, "")
    .replaceAll(" ", "\u00a0");
}

/** `8 nov.`, `8 et 9 nov.`, `5 – 7 nov.`, `29 nov. et 1er déc.` */
function span(days: readonly string[]): string | undefined {
  const [first, ...rest] = days.toSorted();
  const last = rest.at(-1);
  if (first === undefined) return undefined;
  if (last === undefined) return shortDay(first);
  const sameMonth = first.slice(0, 7) === last.slice(0, 7);
  const from = sameMonth ? (shortDay(first).split("\u00a0")[0] ?? "") : shortDay(first);
  return days.length === 2 ? `${from} et ${shortDay(last)}` : `${from}\u00a0– ${shortDay(last)}`;
}
