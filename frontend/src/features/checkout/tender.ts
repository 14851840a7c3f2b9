import { type Payment, type PaymentMethod, paidOf } from "@/offline/ticket";

/** A customer's money against what is due, in cents. */
export interface Tender {
  readonly dueCents: number;
  readonly payments: readonly Payment[];
  /** What goes back to the customer, out of the cash given. */
  readonly changeCents: number;
}

export type TenderRefusal = "nothing_left" | "no_amount" | "more_than_left";

export function start(dueCents: number): Tender {
  return { dueCents, payments: [], changeCents: 0 };
}

export function leftOf(tender: Tender): number {
  return tender.dueCents - paidOf(tender.payments);
}

/**
 * Takes money: the rest of the ticket when no amount is given. Only cash may be more than what is left; the difference
 * is the change.
 */
export function pay(
  tender: Tender,
  method: PaymentMethod,
  givenCents = leftOf(tender),
): Tender | TenderRefusal {
  const left = leftOf(tender);
  if (left <= 0) return "nothing_left";
  if (givenCents <= 0) return "no_amount";
  if (givenCents > left && method !== "cash") return "more_than_left";
  const taken = Math.min(givenCents, left);
  return {
    ...tender,
    payments: together(tender.payments, { method, amount_cents: taken }),
    changeCents: tender.changeCents + givenCents - taken,
  };
}

/** One payment per method: two notes are one amount in cash. */
function together(payments: readonly Payment[], added: Payment): Payment[] {
  const same = payments.find((payment) => payment.method === added.method);
  if (same === undefined) return [...payments, added];
  const sum = { ...added, amount_cents: same.amount_cents + added.amount_cents };
  return payments.map((payment) => (payment === same ? sum : payment));
}
