import fc from "fast-check";
import { expect, test } from "vitest";
import { createStore } from "@/lib/store";
import { TillDatabase } from "@/offline/database";
import { aSession } from "@/offline/hall";
import type { SyncResult } from "@/offline/ticket/ledger";
import type { SignedTicket } from "@/offline/ticket/ticket";
import { Till } from "@/offline/till/till";
import { Exchange } from "./exchange";
import type { ReportAnswer, SaleAnswer, TillServer } from "./server";

/** What the server keeps, and what a backup of it holds. */
interface Books {
  /** Edition of each session. */
  readonly sessions: Map<string, string>;
  readonly recorded: Map<string, SignedTicket>;
  /** Kept apart for a manager, by the edition that they were sent to. */
  readonly apart: Map<string, { readonly ticket: SignedTicket; readonly edition: string }>;
}

const copyOf = ({ sessions, recorded, apart }: Books): Books => ({
  sessions: new Map(sessions),
  recorded: new Map(recorded),
  apart: new Map(apart),
});

/** Judges tickets by their chains as the real one does, loses answers, and comes back from a backup. */
class Server implements TillServer {
  readonly reachable = createStore(true);
  books: Books = { sessions: new Map(), recorded: new Map(), apart: new Map() };
  private backup: Books = copyOf(this.books);
  network: "there" | "away" | "answers lost" = "there";
  /** The next strict sale gets no answer at all: before or after it was written. */
  hang: "before" | "after" | undefined;
  arrived: () => void = () => undefined;
  /** Tickets that came to an edition that they do not belong to. */
  readonly astray: SignedTicket[] = [];
  readonly editionOf = new Map<string, string>();

  open(session: string, edition: string): void {
    this.books.sessions.set(session, edition);
    this.editionOf.set(session, edition);
  }

  keepBackup(): void {
    this.backup = copyOf(this.books);
  }

  restoreBackup(): void {
    this.books = copyOf(this.backup);
  }

  async knock(): Promise<void> {
    this.reachable.set(this.network !== "away");
    if (this.network === "away") throw new TypeError("Failed to fetch");
  }

  /** The way back of an answer. */
  private async answer<T>(answer: T): Promise<T> {
    if (this.network !== "answers lost") return answer;
    this.reachable.set(false);
    throw new TypeError("Failed to fetch");
  }

  private last(session: string): number {
    const own = [...this.books.recorded.values()].filter((ticket) => ticket.session_id === session);
    return Math.max(0, ...own.map((ticket) => ticket.sequence));
  }

  async sell(_edition: string, ticket: SignedTicket): Promise<SaleAnswer> {
    await this.knock();
    const hang = this.hang;
    this.hang = undefined;
    if (hang === "before") return this.never();
    const { recorded, sessions } = this.books;
    if (!sessions.has(ticket.session_id)) return this.answer({ kind: "doubted", code: "unknown_session" });
    const next = this.last(ticket.session_id) + 1;
    if (!recorded.has(ticket.ticket_id) && ticket.sequence !== next) {
      return this.answer({ kind: "doubted", code: "broken_chain", expectedSequence: next });
    }
    recorded.set(ticket.ticket_id, ticket);
    if (hang === "after") return this.never();
    return this.answer({ kind: "recorded", number: recorded.size });
  }

  private never(): Promise<never> {
    this.arrived();
    return new Promise(() => undefined);
  }

  async sync(edition: string, tickets: readonly SignedTicket[]): Promise<readonly SyncResult[]> {
    await this.knock();
    const results = tickets.map((ticket) => ({ ticket_id: ticket.ticket_id, ...this.take(edition, ticket) }));
    return this.answer(results);
  }

  private take(edition: string, ticket: SignedTicket): Pick<SyncResult, "status" | "reason"> {
    const { recorded, apart, sessions } = this.books;
    if (this.editionOf.get(ticket.session_id) !== edition) this.astray.push(ticket);
    if (recorded.has(ticket.ticket_id)) return { status: "duplicate" };
    const known = sessions.has(ticket.session_id);
    if (known && ticket.sequence === this.last(ticket.session_id) + 1) {
      recorded.set(ticket.ticket_id, ticket);
      apart.delete(ticket.ticket_id);
      this.release(ticket.session_id);
      return { status: "recorded" };
    }
    apart.set(ticket.ticket_id, { ticket, edition });
    return { status: "quarantined", reason: known ? "broken_chain" : "unknown_session" };
  }

  /** Those behind a gap that has been filled. */
  private release(session: string): void {
    const { recorded, apart } = this.books;
    const next = [...apart.values()].find(
      ({ ticket }) => ticket.session_id === session && ticket.sequence === this.last(session) + 1,
    );
    if (next === undefined) return;
    apart.delete(next.ticket.ticket_id);
    recorded.set(next.ticket.ticket_id, next.ticket);
    this.release(session);
  }

  async report(session: string): Promise<ReportAnswer | undefined> {
    await this.knock();
    if (!this.books.sessions.has(session)) return this.answer(undefined);
    const expectedSequence = this.last(session) + 1;
    return this.answer({ serverTime: new Date().toISOString(), open: true, expectedSequence });
  }

  catalogue = async () => undefined;
  article = async () => undefined;
}

let names = 0;

/** One device in a hard world. */
class World {
  readonly server = new Server();
  readonly paid = new Set<string>();
  private readonly name = `hardship-${++names}`;
  private database = new TillDatabase(this.name);
  till!: Till;
  private exchange!: Exchange;
  private time = Date.now();
  private sessions = 0;
  private articles = 0;

  async start(): Promise<this> {
    await this.boot();
    await this.open("autumn");
    return this;
  }

  private async boot(): Promise<void> {
    this.till = await Till.restore(this.database);
    this.exchange = new Exchange(this.till, this.server, this.server.reachable, () => this.time);
  }

  async reload(): Promise<void> {
    this.database.close();
    this.database = new TillDatabase(this.name);
    await this.boot();
  }

  async open(editionId: string): Promise<void> {
    this.sessions += 1;
    const sessionId = `018f3c1e-7b2a-7c3d-9e4f-${String(this.sessions).padStart(12, "0")}`;
    this.server.open(sessionId, editionId);
    await this.till.begin({ ...(await aSession()), sessionId, editionId });
  }

  async leave(): Promise<void> {
    await this.exchange.leave();
  }

  private lines() {
    this.articles += 1;
    return [{ code: `A2025-L${this.articles}-A01`, price_cents: 100 }];
  }

  async sell(): Promise<void> {
    if (this.till.state.get().session === undefined) return;
    const before = new Set(this.all());
    const outcome = await this.exchange.sell(this.lines(), [{ method: "cash", amount_cents: 100 }]);
    const written = this.all().filter((id) => !before.has(id));
    expect(written).toHaveLength(outcome.kind === "recorded" || outcome.kind === "queued" ? 1 : 0);
    for (const id of written) this.paid.add(id);
  }

  /** The device dies between question and answer. */
  async crashInASale(when: "before" | "after"): Promise<void> {
    if (this.till.state.get().session === undefined) return;
    this.server.hang = when;
    const arrived = new Promise<void>((resolve) => {
      this.server.arrived = resolve;
    });
    const sale = this.exchange.sell(this.lines(), [{ method: "cash", amount_cents: 100 }]);
    await Promise.race([arrived, sale]);
    this.server.hang = undefined;
    for (const id of this.all()) this.paid.add(id);
    await this.reload();
  }

  async takeBack(): Promise<void> {
    const waiting = this.till.state
      .get()
      .ledger.find((entry) => entry.state === "waiting" && entry.ticket.cancels === undefined);
    if (waiting === undefined) return;
    await this.till.writeCounter(waiting.ticket).catch(() => undefined);
    for (const id of this.all()) this.paid.add(id);
  }

  async beat(): Promise<void> {
    this.time += 61_000;
    await this.exchange.beat();
  }

  all(): string[] {
    const { ledger, past } = this.till.state.get();
    return [...past.flatMap((session) => session.ledger), ...ledger].map((entry) => entry.ticket.ticket_id);
  }

  close(): void {
    this.database.close();
  }
}

const steps: Record<string, (world: World) => unknown> = {
  sell: (world) => world.sell(),
  "crash before": (world) => world.crashInASale("before"),
  "crash after": (world) => world.crashInASale("after"),
  "take back": (world) => world.takeBack(),
  beat: (world) => world.beat(),
  reload: (world) => world.reload(),
  "network there": ({ server }) => {
    server.network = "there";
    server.reachable.set(true);
  },
  "network away": ({ server }) => {
    server.network = "away";
    server.reachable.set(false);
  },
  "answers lost": ({ server }) => {
    server.network = "answers lost";
  },
  leave: (world) => world.leave(),
  "open autumn": (world) => world.open("autumn"),
  "open training": (world) => world.open("training"),
  backup: ({ server }) => server.keepBackup(),
  restore: ({ server }) => server.restoreBackup(),
};

test("whatever happens, no paid ticket is lost and each arrives at its own edition", async () => {
  const day = fc.array(fc.constantFrom(...Object.keys(steps), "sell", "sell", "sell", "beat"), {
    maxLength: 40,
  });
  await fc.assert(
    fc.asyncProperty(day, async (names) => {
      const world = await new World().start();
      for (const name of names) await steps[name]?.(world);
      world.server.network = "there";
      world.server.reachable.set(true);
      for (let turn = 0; turn < 8; turn++) await world.beat();
      expect(world.till.unsent()).toEqual([]);
      expect(world.server.astray).toEqual([]);
      const { recorded, apart } = world.server.books;
      const missing = () => [...world.paid].filter((id) => !recorded.has(id) && !apart.has(id));
      // The open session's edition has everything again; of others a restored server asks nothing by itself.
      const { session, past } = world.till.state.get();
      const elsewhere = past.filter(({ origin }) => origin?.editionId !== session?.editionId);
      const quiet = new Set(elsewhere.flatMap(({ ledger }) => ledger.map((entry) => entry.ticket.ticket_id)));
      expect(missing().filter((id) => !quiet.has(id))).toEqual([]);
      for (const edition of ["autumn", "training"]) await world.till.sendAllAgain(edition);
      await world.beat();
      expect(missing()).toEqual([]);
      world.close();
    }),
    { numRuns: 30 },
  );
}, 180_000);
