/**
 * The desk of this device: the lists, what is decided about them here and elsewhere, and what of it the server does not know
 * yet. `courier.ts` talks to the server.
 */
import { Problem } from "@/lib/server/problem";
import { createStore, type Store } from "@/lib/store";
import { uuidv7 } from "@/lib/uuid";
import { DeskClock, TICKING, type Ticking } from "@/offline/decisions/clock";
import type { Command, Decision, Wish } from "@/offline/decisions/commands";
import type { DeskCatalogue, DeskList } from "@/offline/decisions/lists";
import { Standing } from "@/offline/decisions/standing";
import {
  type Contact,
  type DeskDatabase,
  type DeskHoldings,
  type DeskSession,
  type Kept,
  type Step,
  settled,
} from "./database";
import type { CommandResult } from "./server";

/** Without a word from the server for so long the names are wiped. */
const FORGOTTEN_AFTER_MS = 24 * 3_600_000;
/** As far back as somebody remembers what they did. */
const STEPS = 50;

export interface DeskState {
  readonly session: DeskSession | undefined;
  readonly lists: ReadonlyMap<string, DeskList>;
  readonly commands: readonly Kept[];
  readonly steps: readonly Step[];
  readonly contact: Contact | undefined;
  /** The list in hand. */
  readonly openList: string | undefined;
  /** The server will hear of no decision from this desk session any more, or the edition went on. */
  readonly over: boolean;
  /** Whether this device can keep anything; if not, a decision counts once the server has it. */
  readonly keeps: boolean;
}

/** Sends at once, for a device that cannot keep anything. */
type SendNow = (editionId: string, commands: readonly Command[]) => Promise<readonly CommandResult[]>;

export class Desk {
  readonly state: Store<DeskState>;
  readonly clock: DeskClock;
  /** Set by who talks to the server. */
  sendNow: SendNow = () => Promise.reject(Problem.unreachable());
  /** Changes take turns. */
  private turn: Promise<unknown> = Promise.resolve();
  private standings = new Map<string, Standing>();
  private seenIn: DeskState;

  private constructor(
    private readonly database: DeskDatabase | undefined,
    holdings: DeskHoldings | undefined,
    private readonly ticking: Ticking,
  ) {
    const { session, contact, steps = [], lists = [], commands = [], openList } = holdings ?? {};
    this.clock = new DeskClock(contact?.clockOffsetMs, ticking);
    this.state = createStore<DeskState>({
      session,
      contact,
      steps,
      commands,
      openList,
      lists: byId(lists),
      over: false,
      keeps: holdings !== undefined,
    });
    this.seenIn = this.state.get();
  }

  /** As the device left it, without what is over; without a database when the device keeps nothing. */
  static async restore(database: DeskDatabase | undefined, ticking: Ticking = TICKING): Promise<Desk> {
    try {
      const holdings = await database?.load();
      const desk = new Desk(database, holdings, ticking);
      if (holdings !== undefined && isOver(holdings, ticking.wall())) await desk.wipe();
      return desk;
    } catch {
      return new Desk(undefined, undefined, ticking);
    }
  }

  session(): DeskSession {
    const { session } = this.state.get();
    if (session === undefined) throw new Error("no desk is open on this device");
    return session;
  }

  list(id: string | undefined): DeskList | undefined {
    return this.state.get().lists.get(id ?? "");
  }

  begin(session: DeskSession, catalogue: DeskCatalogue, contact: Contact): Promise<void> {
    return this.inTurn(async () => {
      if (this.state.get().keeps) {
        await this.written(() => this.database?.begin(session, contact, catalogue.lists));
      }
      const lists = byId(catalogue.lists);
      this.change({ session, contact, lists, steps: [], openList: undefined, over: false });
    });
  }

  /** Nothing about people stays on this device; what was not sent does. */
  wipe(): Promise<void> {
    return this.inTurn(async () => {
      const { commands } = this.state.get();
      const done = new Set(settled(commands));
      await this.database?.wipe([...done]);
      this.change({
        session: undefined,
        contact: undefined,
        lists: new Map(),
        steps: [],
        openList: undefined,
        over: false,
        commands: commands.filter(({ id }) => !done.has(id)),
      });
    });
  }

  async hold(openList: string | undefined): Promise<void> {
    this.change({ openList });
    await this.database?.keep("openList", openList).catch(() => undefined);
  }

  /** The desk was closed elsewhere, or the edition went on: wiped at the next start, before anything is shown. */
  async markOver(): Promise<void> {
    if (this.state.get().over) return;
    this.change({ over: true });
    await this.database?.keep("over", true).catch(() => undefined);
  }

  /**
   * Decides about a list: written down before the screen shows it. Where nothing can be written, the server has it before the
   * screen shows it. Throws a `Problem` when neither worked: then nothing was decided. With words it is a step that can be
   * taken back.
   */
  decide(listId: string, wishes: readonly Wish[], words?: string, byManager = false): Promise<void> {
    return this.inTurn(async () => {
      if (wishes.length === 0) return;
      const made = this.made(listId, wishes, byManager);
      const { steps } = this.state.get();
      // That a list was begun is no deed of its own.
      const deeds = made.filter(({ command }) => command.kind !== "list_start");
      const [first] = deeds;
      const articleId = first?.command.article_id;
      const ids = deeds.map(({ id }) => id);
      const step = { listId, ids, words: words ?? "", ...(articleId && { articleId }) };
      await this.record(made, words === undefined ? steps : [...steps, step].slice(-STEPS));
    });
  }

  /** Takes the last step about a list back that still says anything, and answers it. */
  undo(listId: string, byManager = false): Promise<Step | undefined> {
    return this.inTurn(async () => {
      const { steps } = this.state.get();
      const standing = this.standingOf(listId);
      const at = steps.findLastIndex(
        (step) => step.listId === listId && step.ids.some((id) => standing.holds(id)),
      );
      const step = steps[at];
      if (step === undefined) return undefined;
      const undos = step.ids
        .filter((id) => standing.holds(id))
        .map((id): Wish => ({ kind: "undo", value: { command_id: id } }));
      await this.record(
        this.made(listId, undos, byManager),
        steps.filter((_, place) => place !== at),
      );
      return step;
    });
  }

  /** The words of the step that `undo` would take back. */
  undoable(listId: string): string | undefined {
    const standing = this.standingOf(listId);
    return this.state
      .get()
      .steps.findLast((step) => step.listId === listId && step.ids.some((id) => standing.holds(id)))?.words;
  }

  private made(listId: string, wishes: readonly Wish[], byManager: boolean): Kept[] {
    const { editionId, sessionId } = this.session();
    const { commands } = this.state.get();
    let place = (commands.at(-1)?.place ?? 0) + 1;
    let seen = this.greatestSeen(listId);
    return wishes.map((wish) => {
      seen = this.clock.stamp(seen);
      // Of its own instant: what is decided in one go sorts by id as it was decided.
      const id = uuidv7(Date.parse(seen));
      const command = { id, list_id: listId, ...wish, decided_at: seen, desk_session_id: sessionId };
      const kept = { id, place, editionId, byManager, command, state: "waiting" } as const;
      place += 1;
      return kept;
    });
  }

  private greatestSeen(listId: string): string | undefined {
    const elsewhere = this.list(listId)?.decisions ?? [];
    const here = this.state.get().commands.map(({ command }) => command);
    return [...elsewhere, ...here.filter((one) => one.list_id === listId)]
      .map(({ decided_at }) => decided_at)
      .reduce<string | undefined>((most, at) => (most === undefined || at > most ? at : most), undefined);
  }

  private async record(made: readonly Kept[], steps: readonly Step[]): Promise<void> {
    const kept = this.state.get().keeps && (await this.written(() => this.database?.commit(made, steps)));
    const rows = kept ? made : await this.sentNow(made);
    this.change({ commands: [...this.state.get().commands, ...rows], steps });
  }

  /** A device that is full keeps nothing any more: from now on the server has every decision first. */
  private async written(work: () => Promise<void> | undefined): Promise<boolean> {
    try {
      await work();
      return true;
    } catch {
      this.change({ keeps: false });
      return false;
    }
  }

  private async sentNow(made: readonly Kept[]): Promise<Kept[]> {
    const results = await this.sendNow(
      this.session().editionId,
      made.map(({ command }) => command),
    );
    const refused = results.find(({ status }) => status === "refused");
    if (refused !== undefined) {
      throw new Problem(409, { code: "refused", detail: refused.message ?? UNTOLD });
    }
    return made.map((one) => ({ ...one, state: "taken" }));
  }

  /** What the server made of commands. */
  note(results: readonly CommandResult[]): Promise<void> {
    return this.inTurn(async () => {
      const told = new Map(results.map((result) => [result.id, result]));
      const noted = (one: Kept): Kept => {
        const result = told.get(one.id);
        if (result === undefined || one.state !== "waiting") return one;
        return result.status === "refused"
          ? { ...one, state: "refused", message: result.message ?? UNTOLD }
          : { ...one, state: "taken" };
      };
      const { commands } = this.state.get();
      const after = commands.map(noted);
      const changed = after.filter((one, at) => one !== commands[at]);
      if (changed.length === 0) return;
      // A device that cannot write it down sends them again: they count once.
      await this.database?.note(changed, []).catch(() => undefined);
      this.change({ commands: after });
    });
  }

  /** A person has read why these were refused. */
  seen(ids: readonly string[]): Promise<void> {
    return this.inTurn(async () => {
      const gone = new Set(ids);
      await this.database?.note([], ids).catch(() => undefined);
      this.change({ commands: this.state.get().commands.filter(({ id }) => !gone.has(id)) });
    });
  }

  /** What the server says about the lists; what it shows of our own commands needs no place here any more. */
  keepCatalogue({ version, whole, saleOpenedAt, lists }: DeskCatalogue): Promise<void> {
    return this.inTurn(async () => {
      const { commands } = this.state.get();
      const contact = this.contact({ ...(version && { version }), ...(saleOpenedAt && { saleOpenedAt }) });
      const shown = new Set(lists.flatMap(({ decisions }) => decisions.map(({ id }) => id)));
      const gone = commands.filter(({ id, state }) => state === "taken" && shown.has(id));
      const next = new Map(whole ? [] : this.state.get().lists);
      for (const list of lists) {
        // One that went back to its depositor is told without lines.
        if (list.articles.length > 0) next.set(list.id, list);
        else next.delete(list.id);
      }
      if (this.state.get().keeps) {
        // A device without room for it goes on with what it has in memory, and asks again after a reload.
        await this.database?.keepLists(lists, whole, contact).catch(() => undefined);
        const ids = gone.map(({ id }) => id);
        if (ids.length > 0) await this.database?.note([], ids).catch(() => undefined);
      }
      this.change({ lists: next, contact, commands: commands.filter((one) => !gone.includes(one)) });
    });
  }

  /** The server answered: kept for the next start, and no reason to draw the screen anew. */
  async heard(): Promise<void> {
    if (this.state.get().keeps) await this.database?.keep("contact", this.contact({})).catch(() => undefined);
  }

  private contact(said: Partial<Contact>): Contact {
    const clockOffsetMs = this.clock.offset();
    return { ...this.state.get().contact, ...said, at: this.ticking.wall(), clockOffsetMs };
  }

  /** Everything that the server has not named, in its order, by edition. */
  waiting(): ReadonlyMap<string, readonly Command[]> {
    const parcels = new Map<string, Command[]>();
    for (const { state, editionId, command } of this.state.get().commands) {
      if (state !== "waiting") continue;
      parcels.set(editionId, [...(parcels.get(editionId) ?? []), command]);
    }
    return parcels;
  }

  /** What stands about a list and its neighbours of the same person, here and elsewhere. */
  standingOf(listId: string): Standing {
    const state = this.state.get();
    if (state !== this.seenIn) this.standings = new Map();
    this.seenIn = state;
    const list = state.lists.get(listId);
    const key = list?.registration_id ?? listId;
    const known = this.standings.get(key);
    if (known !== undefined) return known;
    const standing = new Standing(this.decisionsBeside(key, listId), state.contact?.saleOpenedAt);
    this.standings.set(key, standing);
    return standing;
  }

  private decisionsBeside(registration: string, listId: string): Decision[] {
    const { lists, commands } = this.state.get();
    const ids = new Set([listId]);
    const told: Decision[] = [];
    for (const list of lists.values()) {
      if (list.registration_id !== registration) continue;
      ids.add(list.id);
      told.push(...list.decisions);
    }
    const known = new Set(told.map(({ id }) => id));
    const own = commands
      .filter(({ id, state, command }) => state !== "refused" && ids.has(command.list_id) && !known.has(id))
      .map(({ command, byManager }): Decision => ({ ...command, by_manager: byManager }));
    return [...told, ...own];
  }

  private change(part: Partial<DeskState>): void {
    this.state.set({ ...this.state.get(), ...part });
  }

  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = this.turn.then(work);
    this.turn = result.catch(() => undefined);
    return result;
  }
}

const UNTOLD = "Le serveur n’a pas pris cette décision.";

function byId(lists: readonly DeskList[]): ReadonlyMap<string, DeskList> {
  return new Map(lists.map((list) => [list.id, list]));
}

/** Closed, silent for a day, or the sale was opened since. */
function isOver({ session, contact, over }: DeskHoldings, now: number): boolean {
  if (session === undefined) return false;
  return over || contact === undefined || now - contact.at > FORGOTTEN_AFTER_MS;
}
