import type { PaymentMethod } from "@/domain/payments";
import type { Taken } from "@/offline/ticket/basket";
import { type Payment, type TicketLine, totalOf } from "@/offline/ticket/ticket";

/** A customer's money against what is due, in cents. */
export interface Tender {
  readonly dueCents: number;
  readonly taken: readonly Taken[];
}

export type TenderRefusal = "nothing_left" | "no_amount" | "more_than_left";

function sumOf(taken: readonly Taken[]): number {
  return taken.reduce((sum, { cents }) => sum + cents, 0);
}

export function leftOf({ dueCents, taken }: Tender): number {
  return Math.max(0, dueCents - sumOf(taken));
}

/** What goes back to the customer, out of the cash given. */
export function changeOf({ dueCents, taken }: Tender): number {
  return Math.max(0, sumOf(taken) - dueCents);
}

function cashOf(taken: readonly Taken[]): number {
  return sumOf(taken.filter(({ method }) => method === "cash"));
}

/** Takes money. Only cash may be more than what is left. */
export function pay(tender: Tender, method: PaymentMethod, givenCents: number): Tender | TenderRefusal {
  const left = leftOf(tender);
  if (left <= 0) return "nothing_left";
  if (givenCents <= 0) return "no_amount";
  if (givenCents > left && method !== "cash") return "more_than_left";
  return { ...tender, taken: [...tender.taken, { method, cents: givenCents }] };
}

/** Gives one of the payments back to the customer. */
export function without(taken: readonly Taken[], index: number): readonly Taken[] {
  return taken.filter((_, place) => place !== index);
}

/**
 * The payments of the ticket, one per method, which are its total to the cent; undefined while something is left to pay, or
 * when more than the cash would have to go back.
 */
export function paymentsOf(tender: Tender): Payment[] | undefined {
  const change = changeOf(tender);
  if (leftOf(tender) > 0 || change > cashOf(tender.taken)) return undefined;
  const kept = (method: PaymentMethod) =>
    sumOf(tender.taken.filter((one) => one.method === method)) - (method === "cash" ? change : 0);
  return [...new Set(tender.taken.map(({ method }) => method))]
    .map((method) => ({ method, amount_cents: kept(method) }))
    .filter(({ amount_cents }) => amount_cents > 0);
}

/** A sale as it is agreed on over the counter: exactly these lines, paid with exactly this. */
export interface Deal {
  readonly lines: readonly TicketLine[];
  readonly payments: readonly Payment[];
  /** Cash that the customer gave, change included. */
  readonly cashCents: number;
  readonly changeCents: number;
}

/** Undefined while the money does not make the sum of the lines. */
export function dealOf(lines: readonly TicketLine[], taken: readonly Taken[]): Deal | undefined {
  const tender = { dueCents: totalOf(lines), taken };
  const payments = paymentsOf(tender);
  if (payments === undefined || payments.length === 0) return undefined;
  return { lines, payments, cashCents: cashOf(taken), changeCents: changeOf(tender) };
}
