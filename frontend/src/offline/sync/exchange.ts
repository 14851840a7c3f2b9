/** The till's talk with the server: strict sales, synchronisation, catalogue. Safe to interrupt at any point. */
import { createStore } from "@/lib/store";
import { judgeArticle, type Verdict } from "@/offline/scan/verdict";
import { lastNamed, sending } from "@/offline/ticket/ledger";
import { type Payment, paidOf, type SignedTicket, type TicketLine, totalOf } from "@/offline/ticket/ticket";
import type { Till } from "@/offline/till/till";
import { Delivery } from "./delivery";
import type { LineRefusal, SaleAnswer, TillServer } from "./server";

export type SaleOutcome =
  | { readonly kind: "recorded"; readonly number: number }
  /** Paid and waiting here; the server learns of it later. */
  | { readonly kind: "queued" }
  | { readonly kind: "refused"; readonly message: string; readonly lines: readonly LineRefusal[] }
  /** Nothing was written, nobody was asked. */
  | { readonly kind: "impossible"; readonly why: Impossible };

/** Another sale is on its way; the queue is full; lines and payments differ; the device could not write. */
export type Impossible = "busy" | "full" | "sums_differ" | "unwritten";

const CATALOGUE_EVERY_MS = 30_000;
const REPORT_EVERY_MS = 30_000;
/** The same tickets are not sent again sooner. */
const PATIENCE_MS = 300_000;
/** An answer that took longer says too little about the server's clock. */
const FRESH_MS = 5_000;

interface Reachability {
  get(): boolean;
}

export class Exchange {
  /** The server doubted a signature or the chain: shown in red until a manager has looked at it. */
  readonly doubt = createStore<string | undefined>(undefined);
  /** The session was closed or taken over on another device. */
  readonly closedElsewhere = createStore(false);
  readonly delivery: Delivery;
  private strict = false;
  private downloading = false;
  private reportedAt = 0;
  /** The server's last word on where its books of the open session end. */
  private expected: { readonly sessionId: string; readonly from: number; readonly at: number } | undefined;

  constructor(
    private readonly till: Till,
    private readonly server: TillServer,
    private readonly reachable: Reachability,
    private readonly now: () => number = Date.now,
  ) {
    this.delivery = new Delivery(till, server, {
      reachable: () => reachable.get(),
      now,
      doubted: (reason) => void this.doubted(reason),
    });
  }

  /**
   * Sells these lines. The server is asked first when it is there and knows all earlier tickets; whatever does not get a
   * clear refusal is sold, since the customer stands there with the money. Never waits for earlier tickets to leave.
   */
  async sell(lines: readonly TicketLine[], payments: readonly Payment[]): Promise<SaleOutcome> {
    if (this.strict) return impossible("busy");
    if (lines.length === 0 || totalOf(lines) !== paidOf(payments)) return impossible("sums_differ");
    this.strict = true;
    try {
      await this.settleUnfinished();
      if (this.till.isFull()) return impossible("full");
      return this.reachable.get() && this.till.queued() === 0
        ? await this.sellStrictly(lines, payments)
        : await this.queue(lines, payments);
    } catch {
      return impossible("unwritten");
    } finally {
      this.strict = false;
      if (this.reachable.get() && this.till.queued() > 0) void this.delivery.synchronise();
    }
  }

  /** A sale whose outcome could not be written down is paid for all we know. */
  private async settleUnfinished(): Promise<void> {
    const unfinished = sending(this.till.state.get().ledger);
    if (unfinished !== undefined) {
      await this.till.note({ type: "unanswered", ticketId: unfinished.ticket.ticket_id }, unfinished.ticket);
    }
  }

  private async queue(lines: readonly TicketLine[], payments: readonly Payment[]): Promise<SaleOutcome> {
    const ticket = await this.till.writeSale("queued", lines, payments);
    return ticket === undefined ? impossible("busy") : { kind: "queued" };
  }

  private async sellStrictly(
    lines: readonly TicketLine[],
    payments: readonly Payment[],
    corrected = false,
  ): Promise<SaleOutcome> {
    const ticket = await this.till.writeSale("sent", lines, payments);
    if (ticket === undefined) return impossible("busy");
    const askedAt = this.now();
    const answer = await this.server.sell(this.till.session().editionId, ticket).catch(() => undefined);
    // Signed again at the right time: with the wrong one it would be set apart although nothing is wrong with it.
    if (answer?.kind === "clock" && !corrected) {
      await this.till.note({ type: "refused", ticketId: ticket.ticket_id });
      await this.correctClock(answer.serverTime, askedAt);
      return this.sellStrictly(lines, payments, true);
    }
    return this.conclude(ticket, answer);
  }

  private async conclude(ticket: SignedTicket, answer: SaleAnswer | undefined): Promise<SaleOutcome> {
    const ticketId = ticket.ticket_id;
    switch (answer?.kind) {
      case "recorded": {
        const { number } = answer;
        // The server has it: a device that cannot write that down finds it out with the next synchronisation.
        await this.till.note({ type: "recorded", ticketId, number }, ticket).catch(() => undefined);
        return { kind: "recorded", number };
      }
      case "refused":
        await this.till.note({ type: "refused", ticketId });
        await this.till.refuseLines(reasonsByCode(ticket, answer.lines));
        if (answer.code === "session_closed") this.closedElsewhere.set(true);
        return { kind: "refused", message: answer.message, lines: answer.lines };
      default:
        await this.till.note({ type: "unanswered", ticketId }, ticket).catch(() => undefined);
        if (answer?.kind === "doubted") await this.doubted(answer.code, answer.expectedSequence);
        if (answer?.kind === "clock") await this.doubted("clock_skew");
        return { kind: "queued" };
    }
  }

  /** A broken chain may mean that the server has lost what came before: then it gets it again. */
  private async doubted(reason: string, expected?: number): Promise<void> {
    this.doubt.set(reason);
    const session = this.till.state.get().session;
    if (session === undefined) return;
    if (reason === "unknown_session") await this.expect(session.sessionId, 1);
    else if (expected !== undefined) await this.expect(session.sessionId, expected);
    // The next report brings the number that a synchronisation does not tell.
    else if (reason === "broken_chain") this.reportedAt = 0;
  }

  /**
   * The server's books of the session go on with `from`. Where it had named tickets beyond, they are sent again, and with
   * them what earlier sessions sold in the edition. The same word now and then only: a ticket that is kept apart must not
   * go to and fro for ever.
   */
  private async expect(sessionId: string, from: number): Promise<void> {
    const { expected } = this;
    const same = expected?.sessionId === sessionId && expected.from === from;
    if (same && this.now() - expected.at < PATIENCE_MS) return;
    this.expected = { sessionId, from, at: this.now() };
    await this.till.sendAgain(sessionId, from);
  }

  /** One turn of the till's pulse: hand over, or look whether the server is back, and keep the catalogue fresh. */
  async beat(): Promise<void> {
    if (this.till.state.get().session === undefined && this.till.unsent().length === 0) return;
    if (!this.reachable.get()) {
      await this.server.knock().catch(() => undefined);
      if (!this.reachable.get()) return;
    }
    if (!this.strict) await this.delivery.synchronise();
    this.calmDown();
    await Promise.all([this.refreshCatalogue(), this.report()]);
  }

  /** Nothing waits and nothing is kept apart any more: what was sent again has arrived. */
  private calmDown(): void {
    const { ledger } = this.till.state.get();
    if (ledger.every((entry) => entry.state === "recorded")) this.doubt.set(undefined);
  }

  private async report(): Promise<void> {
    const now = this.now();
    const { session, locked, basket, catalogue, ledger } = this.till.state.get();
    if (session === undefined || now - this.reportedAt < REPORT_EVERY_MS) return;
    this.reportedAt = now;
    // A sale that is recorded while the answer is on its way says nothing about lost books.
    const named = lastNamed(ledger);
    const busy = basket.lines.length > 0 ? "selling" : "ready";
    try {
      const answer = await this.server.report(session.sessionId, {
        state: locked ? "locked" : busy,
        catalogueVersion: catalogue?.version,
        clockDriftMs: -session.clockOffsetMs,
        waitingTickets: this.till.queued(),
        storagePersisted: (await navigator.storage?.persisted?.()) ?? false,
      });
      if (this.till.state.get().session?.sessionId !== session.sessionId) return;
      if (answer === undefined) return await this.doubted("unknown_session");
      await this.correctClock(answer.serverTime, now);
      this.closedElsewhere.set(!answer.open);
      const { expectedSequence } = answer;
      if (expectedSequence <= named) await this.expect(session.sessionId, expectedSequence);
    } catch {
      // The next report tries again; selling does not depend on it.
    }
  }

  /** The server's time is that of half-way between question and answer. */
  private async correctClock(serverTime: string, askedAt: number): Promise<void> {
    const took = this.now() - askedAt;
    if (took >= 0 && took <= FRESH_MS) await this.till.correctClock(serverTime, askedAt + took / 2);
  }

  /** Leaves a session that was closed elsewhere; its tickets stay, and leave as soon as the server takes them. */
  async leave(): Promise<void> {
    await this.till.end();
    this.doubt.set(undefined);
    this.closedElsewhere.set(false);
  }

  /** One download at a time: on a slow network they would pile up and slow each other down. */
  async refreshCatalogue(): Promise<void> {
    const { catalogue, session } = this.till.state.get();
    const askedAt = this.now();
    const fresh = catalogue !== undefined && askedAt - catalogue.refreshedAt < CATALOGUE_EVERY_MS;
    if (session === undefined || fresh || this.downloading) return;
    this.downloading = true;
    try {
      const answer = await this.server.catalogue(session.editionId, catalogue?.version);
      if (this.till.state.get().session?.sessionId !== session.sessionId) return;
      if (answer === undefined) await this.till.catalogueIsFresh();
      else await this.till.keepCatalogue(answer.articles, answer.version, answer.whole, askedAt);
    } catch {
      // The copy at hand goes on; its age is on the screen.
    } finally {
      this.downloading = false;
    }
  }

  /** What the server knows about a code: it corrects the line when it arrives. Undefined when nobody answers. */
  async ask(code: string): Promise<Verdict | undefined> {
    if (!this.reachable.get()) return undefined;
    try {
      const answer = await this.server.article(this.till.session().editionId, code);
      if (answer === undefined) return { kind: "unknown", code };
      const own = await this.till.hear(answer.article);
      const told = judgeArticle(answer.article, undefined, answer.sale);
      return told.kind === "added" ? own : told;
    } catch {
      return undefined;
    }
  }
}

function impossible(why: Impossible): SaleOutcome {
  return { kind: "impossible", why };
}

function reasonsByCode(ticket: SignedTicket, refusals: readonly LineRefusal[]): Map<string, string> {
  const reasons = new Map<string, string>();
  for (const { line, message } of refusals) {
    const code = ticket.lines[line]?.code;
    if (code !== undefined) reasons.set(code, message);
  }
  return reasons;
}
