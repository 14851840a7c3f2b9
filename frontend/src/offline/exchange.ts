/** The till's talk with the server: strict sales, synchronisation, catalogue. Safe to interrupt at any point. */
import { createStore } from "@/lib/store";
import { type SyncResult, sending } from "./ledger";
import type { LineRefusal, TillServer } from "./server";
import type { Payment, SignedTicket } from "./ticket";
import type { Till } from "./till";
import { judgeArticle, type Verdict } from "./verdict";

export type SaleOutcome =
  | { readonly kind: "recorded"; readonly number: number }
  /** Paid and waiting here; the server learns of it later. */
  | { readonly kind: "queued" }
  | { readonly kind: "refused"; readonly message: string; readonly lines: readonly LineRefusal[] }
  /** The queue is full, or another sale is on its way. */
  | { readonly kind: "impossible" };

/** So many tickets at once keep each answer of the server under a second. */
const BATCH = 100;
const CATALOGUE_EVERY_MS = 30_000;
const REPORT_EVERY_MS = 30_000;

interface Reachability {
  get(): boolean;
}

export class Exchange {
  /** The server doubted a signature or the chain: shown in red until a manager has looked at it. */
  readonly doubt = createStore<string | undefined>(undefined);
  /** The session was closed or taken over on another device. */
  readonly closedElsewhere = createStore(false);
  readonly syncing = createStore(false);
  private strict = false;
  private reportedAt = 0;

  constructor(
    private readonly till: Till,
    private readonly server: TillServer,
    private readonly reachable: Reachability,
    private readonly now: () => number = Date.now,
  ) {}

  /**
   * Sells the open ticket. The server is asked first when it is there and knows all earlier tickets; whatever does not get
   * a clear refusal is sold, since the customer stands there with the money.
   */
  async sell(payments: readonly Payment[]): Promise<SaleOutcome> {
    if (this.strict) return { kind: "impossible" };
    this.strict = true;
    try {
      if (this.reachable.get() && this.till.unsent().length > 0) await this.synchronise();
      return this.reachable.get() && this.till.unsent().length === 0
        ? await this.sellStrictly(payments)
        : await this.queue(payments);
    } finally {
      this.strict = false;
    }
  }

  private async queue(payments: readonly Payment[]): Promise<SaleOutcome> {
    const ticket = await this.till.writeSale("queued", payments);
    return { kind: ticket === undefined ? "impossible" : "queued" };
  }

  private async sellStrictly(payments: readonly Payment[]): Promise<SaleOutcome> {
    const ticket = await this.till.writeSale("sent", payments);
    return ticket === undefined ? { kind: "impossible" } : this.deliver(ticket);
  }

  private async deliver(ticket: SignedTicket): Promise<SaleOutcome> {
    const ticketId = ticket.ticket_id;
    const answer = await this.server.sell(this.till.session().editionId, ticket).catch(() => undefined);
    if (answer?.kind === "recorded") {
      await this.till.note({ type: "recorded", ticketId, number: answer.number }, ticket);
      await this.till.correctClock(answer.recordedAt);
      return answer;
    }
    if (answer?.kind === "refused") {
      await this.till.note({ type: "refused", ticketId });
      await this.till.refuseLines(reasonsByCode(ticket, answer.lines));
      return answer;
    }
    if (answer?.kind === "doubted") this.doubt.set(answer.code);
    await this.till.note({ type: "unanswered", ticketId }, ticket);
    return { kind: "queued" };
  }

  /** After a crash between question and answer: asks again, the server knows the ticket by its id. */
  async resume(): Promise<void> {
    const unfinished = sending(this.till.state.get().ledger);
    if (unfinished !== undefined) await this.deliver(unfinished.ticket);
  }

  /** Hands over what waits, in order, batch by batch; stops at the first failure and changes nothing then. */
  async synchronise(): Promise<void> {
    if (this.syncing.get() || this.till.unsent().length === 0) return;
    this.syncing.set(true);
    try {
      let left = Number.POSITIVE_INFINITY;
      // An answer that names nothing of what was sent must not turn this into a loop without end.
      while (this.till.unsent().length > 0 && this.till.unsent().length < left) {
        left = this.till.unsent().length;
        await this.synchroniseBatch(this.till.unsent().slice(0, BATCH));
      }
    } catch {
      // Nobody there, or no clear answer: the tickets stay, the next turn tries again.
    } finally {
      this.syncing.set(false);
    }
  }

  private async synchroniseBatch(tickets: readonly SignedTicket[]): Promise<void> {
    const results = await this.server.sync(this.till.session().editionId, tickets);
    const doubted = results.find((result) => result.status === "quarantined");
    if (doubted !== undefined) this.doubt.set(doubted.reason ?? "quarantined");
    await this.till.note({ type: "synced", results: results as SyncResult[] });
    await this.till.noteStrays({ type: "synced", results: results as SyncResult[] });
  }

  /** One turn of the till's pulse: hand over, or look whether the server is back, and keep the catalogue fresh. */
  async beat(): Promise<void> {
    if (this.till.state.get().session === undefined) return;
    if (!this.reachable.get()) {
      await this.server.knock().catch(() => undefined);
      if (!this.reachable.get()) return;
    }
    if (!this.strict) await this.synchronise();
    await this.refreshCatalogue();
    await this.report();
  }

  private async report(): Promise<void> {
    const now = this.now();
    const { session, locked, basket, catalogue } = this.till.state.get();
    if (session === undefined || now - this.reportedAt < REPORT_EVERY_MS) return;
    this.reportedAt = now;
    const busy = basket.lines.length > 0 ? "selling" : "ready";
    try {
      const { serverTime, open } = await this.server.report(session.sessionId, {
        state: locked ? "locked" : busy,
        catalogueVersion: catalogue?.version,
        clockDriftMs: -session.clockOffsetMs,
        waitingTickets: this.till.unsent().length,
        storagePersisted: (await navigator.storage?.persisted?.()) ?? false,
      });
      await this.till.correctClock(serverTime);
      this.closedElsewhere.set(!open);
    } catch {
      // The next beat tries again; selling does not depend on it.
    }
  }

  /** Leaves a session that was closed elsewhere; tickets that the server has not named stay and leave with the next one. */
  async leave(): Promise<void> {
    await this.till.end();
    this.doubt.set(undefined);
    this.closedElsewhere.set(false);
  }

  async refreshCatalogue(): Promise<void> {
    const { catalogue, session } = this.till.state.get();
    const fresh = catalogue !== undefined && this.now() - catalogue.refreshedAt < CATALOGUE_EVERY_MS;
    if (session === undefined || fresh) return;
    try {
      const answer = await this.server.catalogue(session.editionId, catalogue?.version);
      if (answer === undefined) await this.till.catalogueIsFresh();
      else await this.till.keepCatalogue(answer.articles, answer.version, answer.whole);
    } catch {
      // The copy at hand goes on; its age is on the screen.
    }
  }

  /** What the server knows about a code: it corrects the line when it arrives. Undefined when nobody answers. */
  async ask(code: string): Promise<Verdict | undefined> {
    if (!this.reachable.get()) return undefined;
    try {
      const answer = await this.server.article(this.till.session().editionId, code);
      if (answer === undefined) return { kind: "unknown", code };
      this.till.learn(answer.article);
      return judgeArticle(answer.article, undefined, answer.sale);
    } catch {
      return undefined;
    }
  }
}

function reasonsByCode(ticket: SignedTicket, refusals: readonly LineRefusal[]): Map<string, string> {
  const reasons = new Map<string, string>();
  for (const { line, message } of refusals) {
    const code = ticket.lines[line]?.code;
    if (code !== undefined) reasons.set(code, message);
  }
  return reasons;
}
