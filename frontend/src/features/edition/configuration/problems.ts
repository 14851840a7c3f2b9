import { formatDate } from "@/lib/dates";
import { hoursOn, runForward } from "./hours";
import type { Terms } from "./terms";

type Problems = Partial<Record<keyof Terms, string>>;

/**
 * What is missing or out of order, told while the form is filled in: declaration deadline < first deposit day <= first sale
 * day <= last sale day <= return day, all within the edition's own days (domain.md 5). The server decides.
 */
export function problemsOf(terms: Terms): Problems {
  // In the order of the form, whose first wrong field gets the focus; a day out of order is told before one out of bounds.
  const first = { ...about(terms), ...order(terms) };
  return { ...first, ...outside(terms), ...hours(terms), ...first };
}

/** What of it concerns the edition itself: all that may still be changed once the sale is over. */
export function about({ name, code, starts_at, ends_at }: Terms): Problems {
  const found: Problems = {};
  if (name.trim() === "") found.name = "Donnez un nom, par exemple « Automne 2026 »";
  if (!/^[A-Z0-9]{2,8}$/.test(code.trim().toUpperCase()))
    found.code = "2 à 8 lettres ou chiffres, par exemple A2026";
  if (starts_at === null) found.starts_at = "Choisissez un jour";
  if (ends_at === null) found.ends_at = "Choisissez un jour";
  else if (starts_at !== null && ends_at < starts_at)
    found.ends_at = "Le dernier jour vient après le premier";
  return found;
}

function order(terms: Terms): Problems {
  const { declaration_deadline: deadline, return_day: back } = terms;
  const [firstDeposit] = terms.deposit_days.toSorted();
  const sales = terms.sale_days.toSorted();
  const [firstSale] = sales;
  const lastSale = sales.at(-1);
  const rate = Number(terms.commission_bp);
  const found: Problems = {};
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
  for (const fee of ["member_list_fee_cents", "family_pair_fee_cents"] as const) {
    const euros = Number(terms[fee]);
    if (terms[fee] === "" || euros < 0 || euros > 100) found[fee] = "De 0 à 100 €";
  }
  if (terms.has_private_sale && terms.private_sale === null) found.private_sale = "Choisissez un jour";
  if (terms.has_private_sale && terms.private_from >= terms.private_to)
    found.private_to = "La fin vient après le début";
  return found;
}

/** Days outside the edition's own first and last one. */
function outside({ starts_at: first, ends_at: last, ...terms }: Terms): Problems {
  const found: Problems = {};
  const days = {
    deposit_days: terms.deposit_days,
    sale_days: terms.sale_days,
    private_sale: terms.has_private_sale && terms.private_sale !== null ? [terms.private_sale] : [],
    return_day: terms.return_day === null ? [] : [terms.return_day],
  };
  for (const [field, chosen] of Object.entries(days) as [keyof typeof days, readonly string[]][]) {
    if (first !== null && chosen.some((day) => day < first))
      found[field] =
        `L’édition commence le ${formatDate(first)} : avancez son premier jour, ou changez celui-ci`;
    else if (last !== null && chosen.some((day) => day > last))
      found[field] = `L’édition finit le ${formatDate(last)} : reculez son dernier jour, ou changez celui-ci`;
  }
  return found;
}

function hours(terms: Terms): Problems {
  const found: Problems = {};
  const sale = hoursOn(terms.sale_days, terms.sale_hours);
  const end = sale.at(-1);
  if (!sale.every(runForward)) found.sale_hours = "Chaque jour, la vente finit après son début";
  const back = {
    return_hours_members: end?.day,
    return_hours_standard: terms.return_day,
  };
  for (const field of ["return_hours_members", "return_hours_standard"] as const) {
    if (!runForward(terms[field])) found[field] = "La fin vient après le début";
    else if (end !== undefined && back[field] === end.day && terms[field].starts_at < end.ends_at)
      found[field] = "La restitution commence quand la vente est finie";
  }
  return found;
}
