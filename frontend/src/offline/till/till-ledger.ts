import type { DeviceTokens } from "@/lib/server/device";
import { Problem } from "@/lib/server/problem";
import { uuidv7 } from "@/lib/uuid";
import type { RegisterSession } from "@/offline/database";
import { EMPTY, without } from "@/offline/ticket/basket";
import {
  canCounter,
  isFull,
  type Ledger,
  type LedgerEvent,
  nextLink,
  reduce,
  waiting,
} from "@/offline/ticket/ledger";
import { outlived, type Parcel, type PastSession, parcels, reducePast, resend } from "@/offline/ticket/past";
import { sign } from "@/offline/ticket/signing";
import {
  type Payment,
  reversed,
  type SignedTicket,
  type Ticket,
  type TicketLine,
} from "@/offline/ticket/ticket";
import type { TillMemory, TillState } from "./till-state";

/** A till that nobody has used yet. */
const CLEARED = {
  ledger: [],
  basket: EMPTY,
  aside: [],
  last: undefined,
  catalogue: undefined,
  locked: false,
} as const;

/**
 * What was sold and what of it the server has named, over the sessions of this device. Every change of money is written to
 * IndexedDB before the screen shows it.
 */
export class TillLedger {
  /** Changes take turns: each signature builds on the one before. */
  private turn: Promise<unknown> = Promise.resolve();

  constructor(private readonly memory: TillMemory) {}

  /**
   * `device` is what the server gave this device to speak for the session. What earlier sessions sold in the edition is
   * sent once more: nobody tells this device that the server was restored from a backup meanwhile.
   */
  async begin(session: RegisterSession, device?: DeviceTokens): Promise<void> {
    await this.inTurn(async () => {
      await this.memory.database.begin(session, device);
      this.clear(session);
    });
    await this.sendAllAgain(session.editionId);
  }

  /** The session is over; its tickets stay until its edition is closed. */
  async end(): Promise<void> {
    await this.inTurn(async () => {
      await this.memory.database.end();
      this.clear(undefined);
    });
  }

  private clear(session: RegisterSession | undefined): void {
    const { past } = this.memory.state.get();
    const open = this.open();
    const left = open === undefined || open.ledger.length === 0 ? past : [...past, open];
    this.memory.stock.clear();
    this.memory.state.set({ ...CLEARED, session, past: reducePast(left, { type: "interrupted" }) });
  }

  private open(): PastSession | undefined {
    const { session, ledger } = this.memory.state.get();
    return session && { sessionId: session.sessionId, origin: session, ledger };
  }

  /** Of these editions nothing will be asked for again; what the server has not named stays all the same. */
  async forgetEditions(closed: ReadonlySet<string>): Promise<void> {
    await this.inTurn(async () => {
      const gone = outlived(this.memory.state.get().past, closed);
      if (gone.length === 0) return;
      await this.memory.database.forget(gone);
      const state = this.memory.state.get();
      this.memory.state.set({ ...state, past: state.past.filter((session) => !gone.includes(session)) });
    });
  }

  /**
   * Signs these lines and writes them down: `sent` when the server is asked first, `queued` when they are paid already.
   * Undefined when the ticket does not fit any more (the queue is full, or another sale is on its way).
   */
  writeSale(
    type: "sent" | "queued",
    sold: readonly TicketLine[],
    payments: readonly Payment[],
  ): Promise<SignedTicket | undefined> {
    const lines = sold.map(({ code, price_cents, check }) =>
      check === undefined ? { code, price_cents } : { code, price_cents, check },
    );
    return this.inTurn(() => this.write(type, { lines, payments }, type === "queued"));
  }

  /** Takes back a sale that still waits here, so that the chain stays whole; throws a `Problem` when nothing was written. */
  writeCounter(sale: SignedTicket): Promise<SignedTicket> {
    return this.inTurn(async () => {
      const { ledger } = this.memory.state.get();
      if (!canCounter(ledger, sale.ticket_id)) throw new Problem(409, NOT_WAITING);
      const content = { lines: [], payments: reversed(sale.payments), cancels: sale.ticket_id };
      const written = await this.write("queued", content, true);
      if (written === undefined) throw new Problem(409, isFull(ledger) ? QUEUE_FULL : BUSY);
      return written;
    });
  }

  private async write(
    type: "sent" | "queued",
    content: { lines: readonly TicketLine[]; payments: readonly Payment[]; cancels?: string },
    done: boolean,
  ): Promise<SignedTicket | undefined> {
    const session = this.memory.session();
    const before = this.memory.state.get().ledger;
    const now = this.memory.serverNow();
    const ticket: Ticket = {
      ...content,
      ...nextLink(before),
      ticket_id: uuidv7(now),
      session_id: session.sessionId,
      sold_at: new Date(now).toISOString(),
      private_sale: isPrivateSale(session, now),
    };
    const signed = await sign(session.signingKey, ticket);
    const after = reduce(before, { type, ticket: signed });
    if (after === before) return undefined;
    await this.commit(after, this.memory.state.get().past, done ? signed : undefined);
    return signed;
  }

  /**
   * What became of tickets, those of earlier sessions included; the lines of a ticket that is `done` leave the screen.
   */
  note(event: LedgerEvent, done?: SignedTicket): Promise<void> {
    return this.inTurn(() => {
      const { ledger, past } = this.memory.state.get();
      return this.commit(reduce(ledger, event), reducePast(past, event), done);
    });
  }

  /**
   * The server's books of one session end before `from`: what it had named beyond is sent again. When it is the open one,
   * so is all that earlier sessions sold in its edition.
   */
  sendAgain(sessionId: string, from: number): Promise<void> {
    return this.inTurn(() => {
      const { ledger, past, session } = this.memory.state.get();
      const open = session?.sessionId === sessionId;
      const event = { type: "missing", from } as const;
      return this.commit(
        open ? reduce(ledger, event) : ledger,
        resend(past, (one) => {
          if (one.sessionId === sessionId) return from;
          return open && one.origin?.editionId === session.editionId ? 1 : undefined;
        }),
      );
    });
  }

  /** Everything that earlier sessions sold in an edition once more: its server was restored from a backup. */
  sendAllAgain(editionId: string): Promise<void> {
    return this.inTurn(() => {
      const { ledger, past } = this.memory.state.get();
      return this.commit(
        ledger,
        resend(past, ({ origin }) => (origin?.editionId === editionId ? 1 : undefined)),
      );
    });
  }

  private async commit(ledger: Ledger, past: readonly PastSession[], done?: SignedTicket): Promise<void> {
    const before = this.memory.state.get();
    const left = without(before.basket, done);
    const articles = this.memory.stock.soldBetween(before.ledger, ledger);
    const basket = left === before.basket ? undefined : left;
    await this.memory.database.commit(all(before), all({ ledger, past }), { basket, articles });
    this.memory.stock.haveSold(articles);
    const { basket: scanned, ...state } = this.memory.state.get();
    const shown = without(scanned, done);
    this.memory.state.set({ ...state, ledger, past, basket: shown });
    // Something was scanned during the write.
    if (scanned !== before.basket) await this.memory.database.keep("basket", shown);
  }

  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = this.turn.then(work);
    this.turn = result.catch(() => undefined);
    return result;
  }

  /** Everything that the server has not named, by the edition that it belongs to. */
  parcels(): Parcel[] {
    return parcels(this.memory.state.get().past, this.open());
  }

  /** The same without the editions, tickets of unknown origin included. */
  unsent(): SignedTicket[] {
    return waiting(all(this.memory.state.get())).map((entry) => entry.ticket);
  }

  /** Everything that this device has sold in the open session's edition, sent or not. */
  tickets(): SignedTicket[] {
    const { editionId } = this.memory.session();
    const { past, ledger } = this.memory.state.get();
    const same = past.filter(({ origin }) => origin?.editionId === editionId);
    return all({ past: same, ledger }).map((entry) => entry.ticket);
  }

  /** Tickets of the open session that wait. */
  queued(): number {
    return waiting(this.memory.state.get().ledger).length;
  }

  isFull(): boolean {
    return isFull(this.memory.state.get().ledger);
  }
}

const NOT_WAITING = {
  code: "not_waiting",
  detail:
    "Ce ticket vient de partir au serveur, ou il est déjà annulé. Rien n’a été annulé : fermez, puis recommencez.",
};
const QUEUE_FULL = {
  code: "queue_full",
  detail:
    "La caisse est pleine : 500 tickets attendent le réseau. Rien n’a été annulé, ne rendez pas d’argent.",
};
const BUSY = {
  code: "till_busy",
  detail: "Une vente est en cours d’envoi. Rien n’a été annulé : attendez un instant, puis recommencez.",
};

function all({ ledger, past }: Pick<TillState, "ledger" | "past">): Ledger {
  return [...past.flatMap((session) => session.ledger), ...ledger];
}

function isPrivateSale({ privateSale }: RegisterSession, now: number): boolean {
  return (
    privateSale !== undefined &&
    now >= Date.parse(privateSale.starts_at) &&
    now < Date.parse(privateSale.ends_at)
  );
}
