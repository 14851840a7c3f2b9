import type { Edition } from "@/domain/editions";
import { formatDate, formatHours, localParts, toInstant } from "@/lib/dates";
import type { Configuration, EditionChanges } from "./api";
import { type DayHours, type Hours, hoursOn } from "./hours";

/** The configuration as its form holds it: days as `2025-11-05`, rates in percent, fees in euros. */
export interface Terms {
  readonly name: string;
  readonly code: string;
  readonly place: string;
  readonly description: string;
  /** Its first day. */
  readonly starts_at: string | null;
  /** Its last day. */
  readonly ends_at: string | null;
  readonly declaration_deadline: string | null;
  readonly deposit_days: string[];
  readonly sale_days: string[];
  readonly sale_hours: readonly DayHours[];
  readonly return_day: string | null;
  readonly return_hours_members: Hours;
  readonly return_hours_standard: Hours;
  /** Percent. */
  readonly commission_bp: number | string;
  /** Euros. */
  readonly member_list_fee_cents: number | string;
  /** Euros. */
  readonly family_pair_fee_cents: number | string;
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
  /** Whether the depositors are written to when something that they go by changes. */
  readonly confirm_notify: boolean;
}

export function termsOf(edition: Edition): Terms {
  const sale = edition.private_sale;
  const deadline = edition.declaration_deadline;
  return {
    name: edition.name,
    code: edition.code,
    place: edition.place ?? "",
    description: edition.description ?? "",
    starts_at: localParts(edition.starts_at).day,
    ends_at: localParts(edition.ends_at).day,
    declaration_deadline: deadline ? localParts(deadline).day : null,
    deposit_days: [...edition.deposit_days],
    sale_days: [...edition.sale_days],
    sale_hours: edition.sale_hours,
    return_day: edition.return_day ?? null,
    return_hours_members: edition.return_hours_members,
    return_hours_standard: edition.return_hours_standard,
    commission_bp: edition.commission_bp / 100,
    member_list_fee_cents: edition.member_list_fee_cents / 100,
    family_pair_fee_cents: edition.family_pair_fee_cents / 100,
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

/** What the edition says of itself. A day is sent only when it is another one: the edition may begin at an hour. */
export function aboutOf(edition: Edition, terms: Terms): EditionChanges {
  const { name, code, place, description } = terms;
  const known = termsOf(edition);
  const another = (day: string | null, old: string | null) => (day === old ? null : day);
  return {
    name,
    code: code.trim().toUpperCase() === edition.code ? null : code,
    place,
    description,
    starts_at: another(terms.starts_at, known.starts_at),
    ends_at: another(terms.ends_at, known.ends_at),
  };
}

export function bodyOf(edition: Edition, terms: Terms): Configuration {
  const { has_private_sale, private_sale, private_from, private_to, ...rest } = terms;
  return {
    ...rest,
    ...aboutOf(edition, terms),
    sale_hours: [...hoursOn(terms.sale_days, terms.sale_hours)],
    commission_bp: hundredths(terms.commission_bp),
    member_list_fee_cents: hundredths(terms.member_list_fee_cents),
    family_pair_fee_cents: hundredths(terms.family_pair_fee_cents),
    price_step_cents: Number(terms.price_step_cents),
    import_max_rows: Number(terms.import_max_rows),
    private_sale:
      has_private_sale && private_sale !== null
        ? { starts_at: toInstant(private_sale, private_from), ends_at: toInstant(private_sale, private_to) }
        : null,
  };
}

function hundredths(value: number | string): number {
  return Math.round(Number(value) * 100);
}

/** Something that depositors go by and that is about to change, in words. */
export interface ChangedFact {
  readonly name: string;
  readonly before: string;
  readonly after: string;
}

/** What depositors are told of, as far as these terms change it: the server writes the same lines. */
export function changedFacts(edition: Edition, terms: Terms): readonly ChangedFact[] {
  const known = termsOf(edition);
  const days = (all: readonly (string | null)[]) =>
    all
      .filter((day) => day !== null)
      .toSorted()
      .map((day) => formatDate(day, "weekday"))
      .join(", ");
  const on = (day: string | null | undefined, hours: Hours) =>
    day == null ? "" : `${formatDate(day, "weekday")}, ${formatHours(hours)}`;
  const facts: readonly (readonly [string, (from: Terms) => string])[] = [
    ["Nom", (from) => from.name.trim()],
    ["Lieu", (from) => from.place.trim()],
    ["Date limite de déclaration", (from) => days([from.declaration_deadline])],
    ["Jours de dépôt", (from) => days(from.deposit_days)],
    [
      "Vente",
      (from) =>
        hoursOn(from.sale_days, from.sale_hours)
          .map((hours) => on(hours.day, hours))
          .join(", "),
    ],
    ["Restitution des invendus", (from) => on(from.return_day, from.return_hours_standard)],
    [
      "Restitution des invendus des listes 1000 et 2000",
      (from) => on(from.sale_days.toSorted().at(-1), from.return_hours_members),
    ],
  ];
  return facts
    .map(([name, of]) => ({ name, before: of(known), after: of(terms) }))
    .filter(({ before, after }) => before !== after && after !== "");
}
