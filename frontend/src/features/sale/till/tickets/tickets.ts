import { isCountered, type Ledger, type LedgerEntry, standingSale } from "@/offline/ticket/ledger";
import type { SignedTicket } from "@/offline/ticket/ticket";

/** So long may a seller take a sale of theirs back alone (till.md 6). */
const OWN_MS = 5 * 60_000;

export function isLate({ sold_at }: SignedTicket, nowMs: number): boolean {
  return nowMs - Date.parse(sold_at) > OWN_MS;
}

export function ticketName({ number, ticket }: LedgerEntry): string {
  return number === undefined ? `vente ${ticket.sequence}` : `ticket n° ${number}`;
}

export function isGone(ledger: Ledger, entry: LedgerEntry): boolean {
  return entry.cancelled !== undefined || isCountered(ledger, entry.ticket.ticket_id);
}

export function isCancellable(ledger: Ledger, entry: LedgerEntry): boolean {
  const here = entry.state === "waiting" || entry.state === "recorded";
  return here && entry.ticket.cancels === undefined && !isGone(ledger, entry);
}

/** The tickets with an article, the one whose sale of it stands first, then the last ones. */
export function ticketsWith(ledger: Ledger, code: string): LedgerEntry[] {
  const standing = standingSale(ledger, code);
  const others = ledger.filter(
    (entry) => entry !== standing && entry.ticket.lines.some((line) => line.code === code),
  );
  return [...(standing === undefined ? [] : [standing]), ...others.reverse()];
}
