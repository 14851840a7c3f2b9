import { formatDate, formatHour, formatSpan, localParts } from "@/lib/dates";
import { formatCents } from "@/lib/money";
import { counted, type StateWords } from "@/lib/words";
import type { RefusalReason } from "@/offline/decisions/commands";
import type { DeskArticle, DeskList } from "@/offline/decisions/lists";
import type { ReviewLine, Verdict } from "@/offline/decisions/review";
import type { LineRules } from "@/offline/desk/database";

/** The sentences that depositors read (`states.rs`). */
export const REASONS: Readonly<Record<RefusalReason, string>> = {
  stained_or_damaged: "Taché ou abîmé",
  out_of_season: "Hors saison",
  incomplete_or_broken: "Incomplet, ou ne fonctionne pas",
  against_rules: "Article que la bourse ne prend pas",
  out_of_fashion: "Démodé, ne se vend plus",
  too_bulky: "Trop encombrant pour la salle",
  other: "Autre raison",
};

/** `Camille Martin`. */
export function personOf({ depositor: { first_name, last_name } }: DeskList): string {
  return `${first_name} ${last_name}`.trim();
}

/** What tells an article from its neighbours beside its description: `6 ans · bleu · Petit Bateau`. */
export function looksOf({ size, color, brand, lot_quantity }: DeskArticle): string {
  const pieces = lot_quantity === undefined ? "" : `lot de ${lot_quantity}`;
  return [size, color, brand, pieces].filter((word) => word !== "").join(" · ");
}

export function verdictOf(verdict: Verdict | undefined): StateWords {
  switch (verdict?.kind) {
    case "accepted":
      return { words: "Accepté", tone: "good" };
    case "refused":
      return { words: "Refusé", tone: "bad" };
    case "not_brought":
      return { words: "Non apporté", tone: "neutral" };
    default:
      return { words: "À faire", tone: "waiting" };
  }
}

/** `Refusé : taché ou abîmé`. */
export function whyRefused({ verdict }: ReviewLine): string | undefined {
  if (verdict?.kind !== "refused") return undefined;
  return verdict.text === undefined
    ? REASONS[verdict.reason]
    : `${REASONS[verdict.reason]} – ${verdict.text}`;
}

/** Why this is not the hour of this list; nothing when it is. */
export function outOfTime({ slot }: DeskList, now: number): string | undefined {
  if (slot === undefined) return undefined;
  const today = localParts(new Date(now).toISOString()).day;
  if (localParts(slot.starts_at).day !== today)
    return `Ce n’est pas le jour de cette liste : son créneau est ${formatSpan(slot.starts_at, slot.ends_at)}.`;
  if (now < Date.parse(slot.starts_at))
    return `Ce n’est pas encore l’heure de cette liste : son créneau commence à ${formatHour(slot.starts_at)}.`;
  if (now > Date.parse(slot.ends_at))
    return `L’heure de cette liste est passée : son créneau finissait à ${formatHour(slot.ends_at)}.`;
  return undefined;
}

export function slotOf({ slot }: DeskList): string {
  if (slot === undefined) return "Sans créneau";
  return `${formatDate(slot.starts_at, "shortWeekday")}, ${formatHour(slot.starts_at)} – ${formatHour(slot.ends_at)}`;
}

/** `3 décisions à envoyer`. */
export function toSend(count: number): string {
  return `${counted(count, "décision")} à envoyer`;
}

/** What is wrong with a corrected price; nothing when it may be, as far as the rules are known. */
export function wrongPrice(
  cents: number | undefined,
  kind: string,
  rules: LineRules["price"] | undefined,
): string | undefined {
  if (cents === undefined || cents === 0) return "Indiquez un prix, par exemple 4";
  if (rules === undefined) return undefined;
  const most = rules.most[kind];
  if (cents < rules.least) return `${formatCents(rules.least)} au moins`;
  if (cents % rules.step !== 0) return rules.step === 100 ? "Sans centimes" : "Ce prix n’est pas possible";
  if (most !== undefined && cents > most) return `${formatCents(most)} au plus`;
  return undefined;
}

/** `ligne 4, Pull rayé, 6 ans · bleu, 4 €`. */
export function lineInWords({ article }: ReviewLine): string {
  return [`ligne ${article.line}`, article.description, looksOf(article), formatCents(article.price_cents)]
    .filter((words) => words !== "")
    .join(", ");
}
