/**
 * The tickets of one register session, as a pure reducer: what was signed stays until the server has named it, the chain
 * of signatures has no gap, and an answer that arrives twice changes nothing.
 */

import type { Payment, SignedTicket, TicketLine } from "./ticket";

/** At most this many tickets wait for the server; the till warns from `WARNING` on. */
export const CAPACITY = 500;
export const WARNING = 400;

/** `sending`: a strict sale is on its way. `waiting`: paid, to be synchronised. The others: the server has it. */
export type EntryState = "sending" | "waiting" | "recorded" | "quarantined";

export interface LedgerEntry {
  readonly ticket: SignedTicket;
  readonly state: EntryState;
  /** The number that the server gave. */
  readonly number?: number;
  /** Why the server put it into quarantine. */
  readonly reason?: string;
  /** Codes of lines that another till had sold before. */
  readonly conflicts?: readonly string[];
  /** Cancelled through the server after it was recorded: all of it, or the lines with these indices. */
  readonly cancelled?: true;
  readonly cancelledLines?: readonly number[];
  /** What the customer got back for that, as far as this till was told. */
  readonly back?: readonly Payment[];
  /** The page ended before the server's answer came: counted as paid, and shown until somebody has looked. */
  readonly interrupted?: true;
  /** Sent again although the server had named it once: it takes no place in the queue. */
  readonly resent?: true;
}

/** In order of sequence. */
export type Ledger = readonly LedgerEntry[];

export interface SyncResult {
  readonly ticket_id: string;
  readonly status: "recorded" | "duplicate" | "quarantined";
  readonly reason?: string | null;
  readonly number?: number | null;
  readonly lines?: readonly { readonly code: string; readonly status: string }[] | null;
}

export type LedgerEvent =
  | { readonly type: "sent"; readonly ticket: SignedTicket }
  | { readonly type: "queued"; readonly ticket: SignedTicket }
  | { readonly type: "recorded"; readonly ticketId: string; readonly number?: number }
  | { readonly type: "refused"; readonly ticketId: string }
  | { readonly type: "unanswered"; readonly ticketId: string }
  | { readonly type: "synced"; readonly results: readonly SyncResult[] }
  /** All of it, or the lines with these indices. */
  | {
      readonly type: "cancelled";
      readonly ticketId: string;
      readonly lines?: readonly number[] | undefined;
      readonly back?: readonly Payment[];
    }
  /** Nobody waits for an answer any more: the page was reloaded, or the session ended. */
  | { readonly type: "interrupted" }
  /** Somebody has read what became of the interrupted sale. */
  | { readonly type: "acknowledged"; readonly ticketId: string }
  /** The server's books of this session end before this sequence number, as after a restored backup. */
  | { readonly type: "missing"; readonly from: number };

const GENESIS = "0".repeat(64);

/** What the next ticket must carry. */
export function nextLink(ledger: Ledger): { readonly sequence: number; readonly previous: string } {
  const last = ledger.at(-1);
  return last === undefined
    ? { sequence: 1, previous: GENESIS }
    : { sequence: last.ticket.sequence + 1, previous: last.ticket.signature };
}

export function waiting(ledger: Ledger): LedgerEntry[] {
  return ledger.filter((entry) => entry.state === "waiting");
}

/** Sequence number of the last ticket that the server has named, 0 without any. */
export function lastNamed(ledger: Ledger): number {
  return ledger.findLast(isNamed)?.ticket.sequence ?? 0;
}

/** Whether no further ticket may wait. */
export function isFull(ledger: Ledger): boolean {
  return ledger.filter((entry) => entry.state === "waiting" && entry.resent === undefined).length >= CAPACITY;
}

/** The strict sale whose answer has not come yet; at most one. */
export function sending(ledger: Ledger): LedgerEntry | undefined {
  return ledger.find((entry) => entry.state === "sending");
}

/** An event that does not fit leaves the ledger as it is, the very same object. */
export function reduce(ledger: Ledger, event: LedgerEvent): Ledger {
  switch (event.type) {
    case "sent":
      return append(ledger, event.ticket, "sending");
    case "queued":
      return append(ledger, event.ticket, "waiting");
    case "recorded":
      return change(ledger, event.ticketId, ["sending", "waiting"], (entry) => ({
        ...entry,
        state: "recorded",
        ...(event.number === undefined ? {} : { number: event.number }),
      }));
    case "refused":
      // Only the last one can be taken back: its sequence number was not used up.
      return ledger.at(-1)?.ticket.ticket_id === event.ticketId && ledger.at(-1)?.state === "sending"
        ? ledger.slice(0, -1)
        : ledger;
    case "unanswered":
      return change(ledger, event.ticketId, ["sending"], (entry) => ({ ...entry, state: "waiting" }));
    case "synced":
      return event.results.reduce(settle, ledger);
    case "cancelled":
      return change(ledger, event.ticketId, ["recorded"], (entry) => cancel(entry, event));
    case "interrupted":
      return changeAll(
        ledger,
        (entry) => entry.state === "sending",
        (entry) => ({ ...entry, state: "waiting", interrupted: true }),
      );
    case "acknowledged":
      return changeAll(
        ledger,
        (entry) => entry.ticket.ticket_id === event.ticketId && entry.interrupted !== undefined,
        ({ interrupted: _, ...entry }) => entry,
      );
    case "missing":
      return changeAll(
        ledger,
        (entry) => entry.ticket.sequence >= event.from && isNamed(entry),
        ({ reason: _, ...entry }) => ({ ...entry, state: "waiting", resent: true }),
      );
  }
}

/** Whether the server has said what became of it. */
export function isNamed({ state }: LedgerEntry): boolean {
  return state === "recorded" || state === "quarantined";
}

function append(ledger: Ledger, ticket: SignedTicket, state: EntryState): Ledger {
  const { sequence, previous } = nextLink(ledger);
  const fits = ticket.sequence === sequence && ticket.previous === previous;
  const chained = fits && sending(ledger) === undefined;
  // A strict sale would overtake the waiting ones, and the server would find a gap in the chain.
  const inOrder = state === "waiting" || waiting(ledger).length === 0;
  if (!chained || !inOrder || isFull(ledger)) return ledger;
  return [...ledger, { ticket, state }];
}

function settle(ledger: Ledger, result: SyncResult): Ledger {
  const conflicts = (result.lines ?? [])
    .filter((line) => line.status === "conflict")
    .map((line) => line.code);
  return change(ledger, result.ticket_id, ["waiting"], (entry) => ({
    ...entry,
    state: result.status === "quarantined" ? "quarantined" : "recorded",
    ...(result.reason ? { reason: result.reason } : {}),
    ...(result.number ? { number: result.number } : {}),
    ...(conflicts.length > 0 ? { conflicts } : {}),
  }));
}

function cancel(
  entry: LedgerEntry,
  { lines, back }: { readonly lines?: readonly number[] | undefined; readonly back?: readonly Payment[] },
): LedgerEntry {
  const noted = back === undefined ? entry : { ...entry, back: [...(entry.back ?? []), ...back] };
  if (lines === undefined) return { ...noted, cancelled: true };
  const cancelledLines = [...new Set([...(entry.cancelledLines ?? []), ...lines])].sort((a, b) => a - b);
  return { ...noted, cancelledLines };
}

function change(
  ledger: Ledger,
  ticketId: string,
  from: readonly EntryState[],
  make: (entry: LedgerEntry) => LedgerEntry,
): Ledger {
  const index = ledger.findIndex(
    (entry) => entry.ticket.ticket_id === ticketId && from.includes(entry.state),
  );
  const entry = ledger[index];
  return entry === undefined ? ledger : ledger.map((other) => (other === entry ? make(entry) : other));
}

function changeAll(
  ledger: Ledger,
  which: (entry: LedgerEntry) => boolean,
  make: (entry: LedgerEntry) => LedgerEntry,
): Ledger {
  return ledger.some(which) ? ledger.map((entry) => (which(entry) ? make(entry) : entry)) : ledger;
}

/** Whether a counter-ticket may take this one back: still here, a sale, not taken back already. */
export function canCounter(ledger: Ledger, ticketId: string): boolean {
  const entry = ledger.find((candidate) => candidate.ticket.ticket_id === ticketId);
  return entry?.state === "waiting" && entry.ticket.cancels === undefined && !isCountered(ledger, ticketId);
}

export function isCountered(ledger: Ledger, ticketId: string): boolean {
  return ledger.some((entry) => entry.ticket.cancels === ticketId);
}

/** The sale of this code at this till that still stands. */
export function standingSale(ledger: Ledger, code: string): LedgerEntry | undefined {
  return ledger.find(
    (entry) =>
      entry.ticket.lines.some((line) => line.code === code) &&
      standingLines(ledger, entry).some((line) => line.code === code),
  );
}

/** The lines of a ticket whose sale still stands. */
export function standingLines(ledger: Ledger, entry: LedgerEntry): readonly TicketLine[] {
  if (entry.cancelled !== undefined || isCountered(ledger, entry.ticket.ticket_id)) return [];
  return entry.ticket.lines.filter((_, index) => !entry.cancelledLines?.includes(index));
}
