/** Hands over what waits on this device, each ticket to its own edition, with or without an open session. */
import { asProblem, type Problem } from "@/lib/server/problem";
import { createStore } from "@/lib/store";
import type { SyncResult } from "@/offline/ticket/ledger";
import type { Parcel } from "@/offline/ticket/past";
import type { SignedTicket } from "@/offline/ticket/ticket";
import type { Till } from "@/offline/till/till";
import type { TillServer } from "./server";

/** So many tickets at once keep each answer of the server under a second. */
const BATCH = 100;
/** An edition that takes no tickets is asked again after this time. */
const PATIENCE_MS = 60_000;
/** Nobody there, or too early: the next turn may succeed. */
const PASSING = new Set([0, 408, 429]);

interface Surroundings {
  readonly reachable: () => boolean;
  readonly now: () => number;
  /** The server set a ticket of the open session apart. */
  readonly doubted: (reason: string) => void;
}

export class Delivery {
  readonly busy = createStore(false);
  /** Why an edition's tickets do not leave, by edition. */
  readonly refusals = createStore<ReadonlyMap<string, Problem>>(new Map());
  private turn: Promise<void> | undefined;
  private readonly askAgainAt = new Map<string, number>();
  /** Earlier sessions that were sent again from their first ticket: once is enough. */
  private readonly sentAgain = new Set<string>();

  constructor(
    private readonly till: Till,
    private readonly server: TillServer,
    private readonly around: Surroundings,
  ) {}

  /**
   * One turn; `insist` also asks editions that refused a moment ago. Who comes during a turn waits for its end. Changes
   * nothing for what gets no clear answer.
   */
  async synchronise(insist = false): Promise<void> {
    if (this.till.unsent().length === 0) return;
    this.turn ??= this.takeTurn(insist).finally(() => {
      this.turn = undefined;
      this.busy.set(false);
    });
    return this.turn;
  }

  private async takeTurn(insist: boolean): Promise<void> {
    this.busy.set(true);
    for (const { editionId } of this.till.parcels()) {
      const early = (this.askAgainAt.get(editionId) ?? 0) > this.around.now();
      if (early && !insist) continue;
      await this.handOver(editionId);
      if (!this.around.reachable()) return;
    }
  }

  private parcel(editionId: string): Parcel["tickets"] {
    return this.till.parcels().find((parcel) => parcel.editionId === editionId)?.tickets ?? [];
  }

  /** In order, batch by batch; another edition's tickets do not suffer from a refusal. */
  private async handOver(editionId: string): Promise<void> {
    try {
      let left = Number.POSITIVE_INFINITY;
      let tickets = this.parcel(editionId);
      // An answer that names nothing of what was sent must not turn this into a loop without end.
      while (tickets.length > 0 && tickets.length < left) {
        left = tickets.length;
        await this.handOverBatch(editionId, tickets.slice(0, BATCH));
        tickets = this.parcel(editionId);
      }
      this.remember(editionId, undefined);
    } catch (thrown) {
      this.remember(editionId, asProblem(thrown));
    }
  }

  private async handOverBatch(editionId: string, tickets: readonly SignedTicket[]): Promise<void> {
    const results = await this.server.sync(editionId, tickets);
    await this.till.note({ type: "synced", results });
    for (const result of results) {
      if (result.status === "quarantined") await this.setApart(result, tickets);
    }
  }

  private async setApart(result: SyncResult, tickets: readonly SignedTicket[]): Promise<void> {
    const reason = result.reason ?? "quarantined";
    const session = tickets.find((ticket) => ticket.ticket_id === result.ticket_id)?.session_id ?? "";
    if (session === this.till.state.get().session?.sessionId) return this.around.doubted(reason);
    // After a restored backup an earlier session's first tickets may be gone as well.
    const gap = reason === "broken_chain" || reason === "unknown_session";
    if (!gap || this.sentAgain.has(session)) return;
    this.sentAgain.add(session);
    await this.till.sendAgain(session, 1);
  }

  private remember(editionId: string, refusal: Problem | undefined): void {
    const next = new Map(this.refusals.get());
    if (refusal === undefined) next.delete(editionId);
    else next.set(editionId, refusal);
    this.refusals.set(next);
    const lasting = refusal !== undefined && refusal.status < 500 && !PASSING.has(refusal.status);
    this.askAgainAt.set(editionId, lasting ? this.around.now() + PATIENCE_MS : 0);
  }
}
