import { ADJUSTMENTS, type Payout } from "@/domain/payouts";
import type { MySales } from "./api";

interface Line {
  readonly key: string;
  readonly words: string;
  readonly cents: number;
  readonly reason?: string;
}

/** What a depositor gets, as lines that add up to it (money.md 1); below them what they still owe. */
export function reckoningOf(sales: MySales, adjustments: Payout["adjustments"]): readonly Line[] {
  const { gross_cents, commission_cents, fees_cents, adjustments_cents } = sales.amounts;
  // The list of adjustments comes with another answer, which may be older or not there yet.
  const known = adjustments.reduce((sum, { amount_cents }) => sum + amount_cents, 0) === adjustments_cents;
  return [
    {
      key: "sold",
      words: `${sales.sold.length} vendus sur ${sales.sold.length + sales.unsold.length}`,
      cents: gross_cents,
    },
    {
      key: "commission",
      words: `Part de l’association (${sales.commission_bp / 100} %)`,
      cents: -commission_cents,
    },
    ...(fees_cents > 0 ? [{ key: "fees", words: "Frais de liste", cents: -fees_cents }] : []),
    ...(known
      ? adjustments.map(({ id, kind, amount_cents, reason }) => ({
          key: id,
          words: ADJUSTMENTS[kind],
          cents: amount_cents,
          reason,
        }))
      : [{ key: "adjustments", words: "Ajustements", cents: adjustments_cents }]),
  ];
}

/** What the sales could not cover: fees, or more than those. */
export function dueWords({ fees_cents, fees_due_cents }: MySales["amounts"]): string {
  return fees_due_cents <= fees_cents ? "Frais restant dus" : "Reste dû";
}
