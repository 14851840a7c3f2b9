import type { PaymentMethod } from "@/domain/payments";
import type { Json } from "./jcs";

export interface TicketLine {
  readonly code: string;
  readonly price_cents: number;
  /** The label's check characters: they prove to the server that the customer saw this price on a genuine label. */
  readonly check?: string;
}

export interface Payment {
  readonly method: PaymentMethod;
  readonly amount_cents: number;
}

/** One customer, one ticket, exactly as it is signed (till.md 4). */
export interface Ticket {
  readonly ticket_id: string;
  readonly session_id: string;
  readonly sequence: number;
  /** UTC with milliseconds, by the till's clock corrected to the server's. */
  readonly sold_at: string;
  readonly private_sale: boolean;
  readonly lines: readonly TicketLine[];
  readonly payments: readonly Payment[];
  /** The signature of the session's previous ticket; 64 zeros for the first. */
  readonly previous: string;
  /** A counter-ticket names the ticket that it takes back. */
  readonly cancels?: string;
}

export type SignedTicket = Ticket & { readonly signature: string };

/** What the signature covers: everything but itself. */
export function signedPart(ticket: Ticket | SignedTicket): Json {
  const { signature: _, ...rest } = ticket as SignedTicket;
  return rest as unknown as Json;
}

export function totalOf(lines: readonly TicketLine[]): number {
  return lines.reduce((sum, line) => sum + line.price_cents, 0);
}

export function paidOf(payments: readonly Payment[]): number {
  return payments.reduce((sum, payment) => sum + payment.amount_cents, 0);
}

/** The payments that give a ticket's money back. */
export function reversed(payments: readonly Payment[]): Payment[] {
  return payments.map(({ method, amount_cents }) => ({ method, amount_cents: -amount_cents }));
}
