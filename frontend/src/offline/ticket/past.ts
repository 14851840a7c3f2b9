/** What earlier register sessions left on this device: each goes to the edition that it was sold in. */
import { type Ledger, type LedgerEvent, reduce, waiting } from "./ledger";
import type { SignedTicket } from "./ticket";

/** Where a register session belongs. */
export interface Origin {
  readonly sessionId: string;
  readonly editionId: string;
  readonly editionName: string;
  readonly editionCode: string;
  /** Everything sold here is invented: said on every screen. */
  readonly isTraining: boolean;
  readonly registerNumber: number;
  readonly seller: string;
}

export interface PastSession {
  readonly sessionId: string;
  /** Unknown for tickets older than this note of it: they leave by a file alone. */
  readonly origin: Origin | undefined;
  readonly ledger: Ledger;
}

/** Tickets for one edition. */
export interface Parcel {
  readonly editionId: string;
  readonly tickets: readonly SignedTicket[];
}

/** The same sessions, the very same objects where nothing changed. */
export function reducePast(past: readonly PastSession[], event: LedgerEvent): readonly PastSession[] {
  const next = past.map((session) => {
    const ledger = reduce(session.ledger, event);
    return ledger === session.ledger ? session : { ...session, ledger };
  });
  return next.some((session, index) => session !== past[index]) ? next : past;
}

/** Sends sessions again from a sequence number on, those for which there is one. */
export function resend(
  past: readonly PastSession[],
  fromOf: (session: PastSession) => number | undefined,
): readonly PastSession[] {
  return past.map((session) => {
    const from = fromOf(session);
    return from === undefined
      ? session
      : { ...session, ledger: reduce(session.ledger, { type: "missing", from }) };
  });
}

/** Everything that waits, by edition: earlier sessions first, each in the order of its chain. */
export function parcels(past: readonly PastSession[], open: PastSession | undefined): Parcel[] {
  const tickets = new Map<string, SignedTicket[]>();
  for (const { origin, ledger } of open === undefined ? past : [...past, open]) {
    const left = waiting(ledger).map((entry) => entry.ticket);
    if (origin === undefined || left.length === 0) continue;
    tickets.set(origin.editionId, [...(tickets.get(origin.editionId) ?? []), ...left]);
  }
  return [...tickets].map(([editionId, all]) => ({ editionId, tickets: all }));
}

/** What a device still holds of one edition's earlier sessions. */
export interface Leftover {
  readonly origin: Origin | undefined;
  readonly registers: readonly number[];
  readonly tickets: readonly SignedTicket[];
  /** Those that the server has not named. */
  readonly unsent: readonly SignedTicket[];
  /** How many the server keeps apart for a manager. */
  readonly apart: number;
}

export function leftovers(past: readonly PastSession[]): Leftover[] {
  const byEdition = new Map<string, PastSession[]>();
  for (const session of past) {
    const edition = session.origin?.editionId ?? "";
    byEdition.set(edition, [...(byEdition.get(edition) ?? []), session]);
  }
  return [...byEdition.values()].map((sessions) => {
    const entries = sessions.flatMap((session) => session.ledger);
    const registers = sessions.flatMap(({ origin }) => (origin === undefined ? [] : [origin.registerNumber]));
    return {
      origin: sessions[0]?.origin,
      registers: [...new Set(registers)].sort((a, b) => a - b),
      tickets: entries.map((entry) => entry.ticket),
      unsent: waiting(entries).map((entry) => entry.ticket),
      apart: entries.filter((entry) => entry.state === "quarantined").length,
    };
  });
}

/** Those of closed editions of which the server has named everything. */
export function outlived(past: readonly PastSession[], closed: ReadonlySet<string>): PastSession[] {
  return past.filter(
    ({ origin, ledger }) =>
      origin !== undefined && closed.has(origin.editionId) && waiting(ledger).length === 0,
  );
}
