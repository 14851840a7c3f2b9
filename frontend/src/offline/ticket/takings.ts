/** What the drawer of a till must hold, by what the till knows itself. */
import type { PaymentMethod } from "@/domain/payments";
import type { Ledger, LedgerEntry } from "./ledger";
import { type Payment, paidOf, reversed, totalOf } from "./ticket";

/** Money goes back the way it came, cash last, as the server's books have it when nobody chose a way. */
const WAYS: readonly PaymentMethod[] = ["card", "cheque", "cash"];

/** Per method, the float apart. */
export function takings(ledger: Ledger): Record<PaymentMethod, number> {
  const sums: Record<PaymentMethod, number> = { cash: 0, card: 0, cheque: 0 };
  for (const entry of ledger) {
    for (const { method, amount_cents } of entry.ticket.payments) sums[method] += amount_cents;
    for (const { method, amount_cents } of givenBack(entry)) sums[method] -= amount_cents;
  }
  return sums;
}

/** How many card payments and cheques lie in the drawer: what went back whole does not. */
export function pieces(ledger: Ledger): Record<"card" | "cheque", number> {
  const count = (wanted: PaymentMethod) =>
    ledger.reduce((sum, entry) => {
      const kept = paidOf(
        [...entry.ticket.payments, ...reversed(givenBack(entry))].filter(({ method }) => method === wanted),
      );
      return sum + Math.sign(kept);
    }, 0);
  return { card: count("card"), cheque: count("cheque") };
}

/** What customers got back for what was cancelled of a ticket; how, where nobody told, by the rule of the books. */
export function givenBack({ ticket, cancelled, cancelledLines, back = [] }: LedgerEntry): Payment[] {
  const gone = ticket.lines.filter((_, index) => cancelled || cancelledLines?.includes(index));
  const untold = totalOf(gone) - paidOf(back);
  return perMethod([...back, ...wayBack([...ticket.payments, ...reversed(back)], untold)]);
}

/** How cents of a ticket go back by the rule of the books: `paid` are its payments, less what went back already. */
function wayBack(paid: readonly Payment[], cents: number): Payment[] {
  let left = cents;
  return WAYS.map((method) => {
    const kept = paidOf(paid.filter((one) => one.method === method));
    const amount_cents = Math.max(0, method === "cash" ? left : Math.min(left, kept));
    left -= amount_cents;
    return { method, amount_cents };
  });
}

/** Whether a part of a cheque would have to go back, which nobody can do: it goes back in cash. */
export function splitsCheque(paid: readonly Payment[], cents: number): boolean {
  const part = wayBack(paid, cents).find(({ method }) => method === "cheque")?.amount_cents ?? 0;
  return part > 0 && !paid.some((one) => one.method === "cheque" && one.amount_cents === part);
}

/** Several payments as one sum for each method. */
export function perMethod(payments: readonly Payment[]): Payment[] {
  return (["cash", "card", "cheque"] as const)
    .map((method) => ({ method, amount_cents: paidOf(payments.filter((one) => one.method === method)) }))
    .filter(({ amount_cents }) => amount_cents !== 0);
}
