/** What the drawer of a till must hold, by what the till knows itself. */
import type { Ledger, LedgerEntry } from "./ledger";
import { type Payment, type PaymentMethod, paidOf, totalOf } from "./ticket";

type PerMethod = Record<PaymentMethod, number>;

/** Money goes back the way it came, cash last, as the server's books have it when nobody chose a way. */
const WAYS: readonly PaymentMethod[] = ["card", "cheque", "cash"];

/** Per method, the float apart. */
export function takings(ledger: Ledger): PerMethod {
  const sums: PerMethod = { cash: 0, card: 0, cheque: 0 };
  for (const entry of ledger) {
    for (const { method, amount_cents } of entry.ticket.payments) sums[method] += amount_cents;
    for (const { method, amount_cents } of givenBack(entry)) sums[method] -= amount_cents;
  }
  return sums;
}

/** What customers got back for what was cancelled of a ticket; how, where nobody told, by the rule of the books. */
export function givenBack({ ticket, cancelled, cancelledLines, back = [] }: LedgerEntry): Payment[] {
  const gone = ticket.lines.filter((_, index) => cancelled || cancelledLines?.includes(index));
  let untold = totalOf(gone) - paidOf(back);
  const guessed: Payment[] = [];
  for (const method of WAYS) {
    const of = (payments: readonly Payment[]) => paidOf(payments.filter((one) => one.method === method));
    const left = Math.max(0, of(ticket.payments) - of(back));
    const amount_cents = method === "cash" ? untold : Math.min(left, untold);
    if (amount_cents > 0) guessed.push({ method, amount_cents });
    untold -= Math.max(0, amount_cents);
  }
  return [...back, ...guessed];
}
