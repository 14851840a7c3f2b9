import type { Edition } from "@/domain/editions";
import { formatDate, localParts, toInstant } from "@/lib/dates";
import type { Configuration } from "./api";

/** The configuration as its form holds it: days as `2025-11-05`, rates in percent. */
export interface Terms {
  readonly declaration_deadline: string | null;
  readonly deposit_days: string[];
  readonly sale_days: string[];
  readonly return_day: string | null;
  /** Percent. */
  readonly commission_bp: number | string;
  readonly has_private_sale: boolean;
  /** Its day. */
  readonly private_sale: string | null;
  readonly private_from: string;
  readonly private_to: string;
  readonly price_step_cents: string;
  readonly resident_postal_codes: string[];
  readonly import_max_rows: number | string;
  readonly accept_whole_lists: boolean;
  readonly extended_numbers: boolean;
  readonly label_layout: Edition["label_layout"];
  readonly separator_pages: boolean;
  /** Whether the depositors are written to when dates change. */
  readonly confirm_notify: boolean;
}

export function termsOf(edition: Edition): Terms {
  const sale = edition.private_sale;
  const deadline = edition.declaration_deadline;
  return {
    declaration_deadline: deadline ? localParts(deadline).day : null,
    deposit_days: [...edition.deposit_days],
    sale_days: [...edition.sale_days],
    return_day: edition.return_day ?? null,
    commission_bp: edition.commission_bp / 100,
    has_private_sale: sale != null,
    private_sale: sale ? localParts(sale.starts_at).day : null,
    private_from: sale ? localParts(sale.starts_at).time : "17:00",
    private_to: sale ? localParts(sale.ends_at).time : "18:00",
    price_step_cents: String(edition.price_step_cents),
    resident_postal_codes: [...edition.resident_postal_codes],
    import_max_rows: edition.import_max_rows,
    accept_whole_lists: edition.accept_whole_lists,
    extended_numbers: edition.extended_numbers,
    label_layout: edition.label_layout,
    separator_pages: edition.separator_pages,
    confirm_notify: false,
  };
}

export function bodyOf(terms: Terms): Configuration {
  const { has_private_sale, private_sale, private_from, private_to, ...rest } = terms;
  return {
    ...rest,
    commission_bp: Math.round(Number(terms.commission_bp) * 100),
    price_step_cents: Number(terms.price_step_cents),
    import_max_rows: Number(terms.import_max_rows),
    private_sale:
      has_private_sale && private_sale !== null
        ? { starts_at: toInstant(private_sale, private_from), ends_at: toInstant(private_sale, private_to) }
        : null,
  };
}

/** A date of an edition that is about to change, in words. */
export interface ChangedDate {
  readonly name: string;
  readonly before: string;
  readonly after: string;
}

/** The dates that depositors are told of, as far as these terms change them. */
export function changedDates(edition: Edition, terms: Terms): readonly ChangedDate[] {
  const known = termsOf(edition);
  const words = (days: readonly (string | null)[]) =>
    days
      .filter((day) => day !== null)
      .toSorted()
      .map((day) => formatDate(day, "weekday"))
      .join(", ");
  const dates: readonly (readonly [string, (from: Terms) => readonly (string | null)[]])[] = [
    ["Date limite de déclaration", (from) => [from.declaration_deadline]],
    ["Jours de dépôt", (from) => from.deposit_days],
    ["Jours de vente", (from) => from.sale_days],
    ["Restitution des invendus", (from) => [from.return_day]],
  ];
  return dates
    .map(([name, of]) => ({ name, before: words(of(known)), after: words(of(terms)) }))
    .filter(({ before, after }) => before !== after && after !== "");
}

/**
 * What is missing or out of order, told while the dates are chosen: declaration deadline < first deposit day <= first
 * sale day <= last sale day <= return day (domain.md 5). The server decides.
 */
export function orderProblems(terms: Terms): Partial<Record<keyof Terms, string>> {
  const { declaration_deadline: deadline, return_day: back } = terms;
  const [firstDeposit] = terms.deposit_days.toSorted();
  const sales = terms.sale_days.toSorted();
  const [firstSale] = sales;
  const lastSale = sales.at(-1);
  const rate = Number(terms.commission_bp);
  const found: Partial<Record<keyof Terms, string>> = {};
  if (deadline === null) found.declaration_deadline = "Choisissez un jour";
  else if (firstDeposit !== undefined && deadline >= firstDeposit)
    found.declaration_deadline = "La déclaration se termine avant le premier dépôt";
  if (firstDeposit === undefined) found.deposit_days = "Choisissez au moins un jour";
  else if (firstSale !== undefined && firstDeposit > firstSale)
    found.deposit_days = "Le premier dépôt vient avant la vente, ou le même jour";
  if (firstSale === undefined) found.sale_days = "Choisissez au moins un jour";
  if (back === null) found.return_day = "Choisissez un jour";
  else if (lastSale !== undefined && back < lastSale)
    found.return_day = "La restitution vient après la vente, ou le même jour";
  if (terms.commission_bp === "" || rate < 0 || rate > 100) found.commission_bp = "De 0 à 100 %";
  if (terms.has_private_sale && terms.private_sale === null) found.private_sale = "Choisissez un jour";
  if (terms.has_private_sale && terms.private_from >= terms.private_to)
    found.private_to = "La fin vient après le début";
  return found;
}
