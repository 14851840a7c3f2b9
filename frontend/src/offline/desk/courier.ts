/** The desk's talk with the server: decisions out, lists in. Safe to interrupt at any point. */
import { asProblem, Problem } from "@/lib/server/problem";
import { createStore } from "@/lib/store";
import type { Command } from "@/offline/decisions/commands";
import type { Desk } from "./desk";
import type { CommandResult, DeskServer } from "./server";

/** As many as the server takes at once. */
const BATCH = 500;
const CATALOGUE_EVERY_MS = 30_000;
const REPORT_EVERY_MS = 30_000;
const FIRST_WAIT_MS = 2_000;
const LONGEST_WAIT_MS = 120_000;
/** What will not go away by waiting a little: somebody has to do something. */
const LASTING = new Set(["edition_closed", "desk_not_open", "forbidden"]);

interface Reachability {
  get(): boolean;
}

export class Courier {
  /** Why the server takes none of what waits, in words, by edition; empty when it does. */
  readonly trouble = createStore<ReadonlyMap<string, Problem>>(new Map());
  private turn: Promise<void> | undefined;
  private failures = 0;
  private askAgainAt = 0;
  private refreshedAt = Number.NEGATIVE_INFINITY;
  private reportedAt = Number.NEGATIVE_INFINITY;
  private refreshing: Promise<void> | undefined;

  constructor(
    private readonly desk: Desk,
    private readonly server: DeskServer,
    private readonly reachable: Reachability,
    private readonly now: () => number = Date.now,
  ) {
    desk.sendNow = (editionId, commands) => this.hand(editionId, commands);
  }

  /** One turn of the desk's pulse. */
  async beat(): Promise<void> {
    const open = this.desk.state.get().session !== undefined;
    if (!open && this.desk.waiting().size === 0) return;
    if (!this.reachable.get()) {
      await this.server.knock().catch(() => undefined);
      if (!this.reachable.get()) return;
    }
    await this.send();
    if (this.reachable.get()) await Promise.all([this.refresh(), this.report()]);
  }

  /** Sends what waits, in order; `insist` does so although the server refused a moment ago. Who comes meanwhile waits for it. */
  async send(insist = false): Promise<void> {
    if (this.desk.waiting().size === 0) return;
    if (!insist && (this.askAgainAt > this.now() || !this.reachable.get())) return;
    this.turn ??= this.takeTurn().finally(() => {
      this.turn = undefined;
    });
    return this.turn;
  }

  private async takeTurn(): Promise<void> {
    const trouble = new Map<string, Problem>();
    for (const editionId of this.desk.waiting().keys()) {
      try {
        await this.sendEdition(editionId);
      } catch (thrown) {
        trouble.set(editionId, asProblem(thrown));
      }
    }
    this.remember(trouble);
  }

  /** Batch by batch. An answer that names nothing of what was sent must not turn this into a loop without end. */
  private async sendEdition(editionId: string): Promise<void> {
    const waiting = () => this.desk.waiting().get(editionId) ?? [];
    let left = Number.POSITIVE_INFINITY;
    for (let commands = waiting(); commands.length > 0 && commands.length < left; commands = waiting()) {
      left = commands.length;
      await this.desk.note(await this.sift(editionId, commands.slice(0, BATCH)));
    }
  }

  /** A single command that the server cannot even read must not keep the others back: it is found, and told as refused. */
  private async sift(editionId: string, commands: readonly Command[]): Promise<readonly CommandResult[]> {
    try {
      return await this.hand(editionId, commands);
    } catch (thrown) {
      const problem = asProblem(thrown);
      if (problem.status !== 400 && problem.status !== 422) throw problem;
      const [only] = commands;
      if (commands.length === 1 && only !== undefined)
        return [{ id: only.id, status: "refused", message: problem.message }];
      const half = Math.ceil(commands.length / 2);
      const first = await this.sift(editionId, commands.slice(0, half));
      await this.desk.note(first);
      return this.sift(editionId, commands.slice(half));
    }
  }

  private async hand(editionId: string, commands: readonly Command[]): Promise<readonly CommandResult[]> {
    if (!this.reachable.get()) throw Problem.unreachable();
    const askedAt = this.desk.clock.ask();
    const { serverTime, results } = await this.server.sync(editionId, commands);
    this.desk.clock.hear(serverTime, askedAt);
    await this.desk.heard();
    return results;
  }

  private remember(trouble: ReadonlyMap<string, Problem>): void {
    this.trouble.set(trouble);
    const problems = [...trouble.values()];
    this.failures = problems.length === 0 ? 0 : this.failures + 1;
    const wait = problems.some(({ code }) => LASTING.has(code))
      ? LONGEST_WAIT_MS
      : Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (this.failures - 1));
    this.askAgainAt = problems.length === 0 ? 0 : this.now() + wait;
  }

  /** One download at a time; not more often than it changes, unless somebody waits for it. */
  refresh(insist = false): Promise<void> {
    const { session, contact } = this.desk.state.get();
    if (session === undefined || (!insist && this.now() - this.refreshedAt < CATALOGUE_EVERY_MS))
      return Promise.resolve();
    this.refreshing ??= this.download(session.editionId, session.sessionId, contact?.version).finally(() => {
      this.refreshing = undefined;
    });
    return this.refreshing;
  }

  private async download(editionId: string, sessionId: string, since: string | undefined): Promise<void> {
    try {
      const catalogue = await this.server.catalogue(editionId, since);
      const { session, contact } = this.desk.state.get();
      if (session?.sessionId !== sessionId) return;
      this.refreshedAt = this.now();
      await this.desk.keepCatalogue(catalogue);
      // The edition went on: what is decided at this desk counts for nothing any more.
      if (catalogue.saleOpenedAt !== contact?.saleOpenedAt) await this.desk.markOver();
    } catch (thrown) {
      // Else the copy at hand goes on.
      if (asProblem(thrown).code === "edition_closed") await this.desk.markOver();
    }
  }

  private async report(): Promise<void> {
    const { session, openList } = this.desk.state.get();
    if (session === undefined || this.now() - this.reportedAt < REPORT_EVERY_MS) return;
    this.reportedAt = this.now();
    try {
      const askedAt = this.desk.clock.ask();
      const unsent = this.desk.waiting().get(session.editionId)?.length ?? 0;
      const told = await this.server.report(session.sessionId, { openListId: openList, unsent });
      this.desk.clock.hear(told.serverTime, askedAt);
      if (!told.open && this.desk.state.get().session?.sessionId === session.sessionId)
        await this.desk.markOver();
    } catch {
      // The next report tries again; deciding does not depend on it.
    }
  }

  /** Closes the desk: what waits is sent first, as far as somebody answers, and stays otherwise. */
  async close(): Promise<void> {
    await this.send(true);
    const { sessionId } = this.desk.session();
    await this.server.close(sessionId).catch(() => undefined);
    await this.desk.wipe();
  }
}
