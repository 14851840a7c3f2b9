import type { Summary } from "./api";

/** One line of a sum. */
export interface SumLine {
  readonly words: string;
  readonly cents: number;
}

/** Whose the money is that came in: the lines add up to the takings, whatever they are. */
export function sharesOf(summary: Summary): readonly SumLine[] {
  const { total } = summary;
  const lines = [
    { words: "Dû aux déposants", cents: total.net_cents },
    { words: "Commission de l’association", cents: total.commission_cents },
    { words: "Frais de liste", cents: total.fees_cents },
    { words: "Restant dû par des déposants", cents: -total.fees_due_cents },
    { words: "Ajustements", cents: -total.adjustments_cents },
    { words: "Sans propriétaire (conflits, codes inconnus)", cents: summary.unowned_cents },
    { words: "Écarts de prix et prix à décider", cents: summary.price_differences_cents },
    { words: "Non expliqué", cents: summary.unexplained_cents },
  ];
  return lines.filter(({ cents }, place) => cents !== 0 || place < 2);
}

/** Where the money of the depositors is: the lines add up to what is owed to them. */
export function waysOf(summary: Summary): readonly SumLine[] {
  const lines = [
    { words: "Déjà versé", cents: summary.paid.cents },
    { words: "Reste à payer", cents: summary.to_pay.cents },
    { words: "Compléments à payer", cents: summary.supplements.cents },
    { words: "Dû à des personnes absentes", cents: summary.absent.cents },
    { words: "Reversements pas encore calculés", cents: summary.not_computed.cents },
    { words: "Versé en trop", cents: -summary.overpaid.cents },
  ];
  return lines.filter(({ cents }, place) => cents !== 0 || place < 2);
}
