/** The ticket that is open on the screen, and those put aside: pure changes, kept by the till after each. */
import type { PaymentMethod } from "@/domain/payments";
import type { SignedTicket, TicketLine } from "./ticket";

/** Where and when an article was sold, as far as anybody knows. */
export interface EarlierSale {
  readonly sold_at?: string;
  readonly register_number?: number;
  readonly seller?: string;
  readonly price_cents?: number;
}

/** What is odd about a line that may be sold all the same. */
export type LineNote =
  | "label_price"
  | "not_in_catalogue"
  /** Found by its words: nobody has read a label of it. */
  | "no_label";

export interface BasketLine extends TicketLine {
  readonly description: string;
  readonly size: string;
  readonly color?: string;
  readonly brand?: string;
  readonly list_number: number;
  /** Of the list's labels, `#RRGGBB`. */
  readonly label_color?: string;
  readonly note?: LineNote;
  /** Why the server will not sell it; such a line blocks the payment. */
  readonly refusal?: string;
}

/** What a customer has put on the table, in cents; more than is due in cash gives change. */
export interface Taken {
  readonly method: PaymentMethod;
  readonly cents: number;
}

export interface Basket {
  readonly lines: readonly BasketLine[];
  /** Parts of the payment that were taken while the rest is still to come: they outlive a reload. */
  readonly taken?: readonly Taken[];
}

/** What was agreed on last, for whoever asks "how much did I get back?". */
export interface LastSale {
  readonly paidCents: number;
  readonly cashCents: number;
  readonly changeCents: number;
}

export const EMPTY: Basket = { lines: [] };

export function holds(basket: Basket, code: string): boolean {
  return basket.lines.some((line) => line.code === code);
}

export function add(basket: Basket, line: BasketLine): Basket {
  return holds(basket, line.code) ? basket : { ...basket, lines: [...basket.lines, line] };
}

export function remove(basket: Basket, code: string): Basket {
  return { ...basket, lines: basket.lines.filter((line) => line.code !== code) };
}

/** Lines by code with the reason why they cannot be sold. */
export function refuse(basket: Basket, reasons: ReadonlyMap<string, string>): Basket {
  return {
    ...basket,
    lines: basket.lines.map((line) => {
      const refusal = reasons.get(line.code);
      return refusal === undefined ? line : { ...line, refusal };
    }),
  };
}

/** The lines that block the payment. */
export function refused(basket: Basket): readonly BasketLine[] {
  return basket.lines.filter((line) => line.refusal !== undefined);
}

/** Money taken before the rest is there. */
export function withTaken({ lines }: Basket, taken: readonly Taken[]): Basket {
  return taken.length > 0 ? { lines, taken } : { lines };
}

/**
 * A label scanned while its predecessors were being paid belongs to the next customer, so only sold lines go, and with them
 * the money that paid them.
 */
export function without(basket: Basket, sold: SignedTicket | undefined): Basket {
  if (sold === undefined || sold.lines.length === 0) return basket;
  const lines = sold.lines.filter((line) => holds(basket, line.code));
  return withTaken(
    lines.reduce((rest, line) => remove(rest, line.code), basket),
    [],
  );
}
