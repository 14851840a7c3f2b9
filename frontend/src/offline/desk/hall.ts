/** Stand-ins for tests: a server of desks in memory, lists, a session. */
import { createStore } from "@/lib/store";
import type { Ticking } from "@/offline/decisions/clock";
import type { Command, Decision } from "@/offline/decisions/commands";
import type { DeskCatalogue, DeskList } from "@/offline/decisions/lists";
import { importKey } from "@/offline/ticket/signing";
import type { DeskSession } from "./database";
import type { Desk } from "./desk";
import type { CommandResult, DeskServer } from "./server";

export const EDITION = "edition";

/** Lists of two people: 245 and 246 are of one of them. */
export function lists(lines = 3): DeskList[] {
  const of = (number: number, registration: string, first_name: string, last_name: string): DeskList => ({
    id: `list-${number}`,
    number,
    list_type: "standard",
    state: "validated",
    label_color: "#FDE68A",
    registration_id: registration,
    depositor: { first_name, last_name },
    slot: { starts_at: "2025-11-05T08:00:00.000Z", ends_at: "2025-11-05T11:00:00.000Z" },
    residents_only: false,
    articles: Array.from({ length: lines }, (_, at) => ({
      id: `article-${number}-${at + 1}`,
      line: at + 1,
      code: `A2025-L${number}-A0${at + 1}`,
      category: "clothes",
      subcategory: "tshirt",
      description: `Article ${at + 1}`,
      size: "6 ans",
      color: "bleu",
      brand: "",
      price_cents: 100 * (at + 1),
    })),
    decisions: [],
  });
  return [
    of(245, "r1", "Camille", "Martin"),
    of(246, "r1", "Camille", "Martin"),
    of(300, "r2", "Dominique", "Lefèvre"),
  ];
}

async function aDesk(sessionId = "desk-1"): Promise<DeskSession> {
  return {
    sessionId,
    editionId: EDITION,
    editionName: "Automne 2025",
    editionCode: "A2025",
    isTraining: false,
    deskNumber: 2,
    volunteers: ["Anne Petit", "Jean Grand"],
    labelKey: await importKey("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8"),
  };
}

/** Opens a desk with a copy of the server's lists. */
export async function openDesk(desk: Desk, server: DeskHall, sessionId?: string): Promise<void> {
  const at = desk.clock.now();
  await desk.begin(await aDesk(sessionId), await server.catalogue(EDITION), {
    at,
    clockOffsetMs: 0,
    version: "0",
  });
}

/** A clock that a test winds. */
export class Wound implements Ticking {
  set = Date.parse("2025-11-05T09:00:00.000Z");
  gone = 0;
  wall = () => this.set + this.gone;
  steady = () => this.gone;
}

/** Takes commands as the real one does, can be away, or lose its answers after it has recorded. */
export class DeskHall implements DeskServer {
  readonly reachable = createStore(true);
  readonly taken = new Map<string, Command>();
  /** In the order of their arrival. */
  readonly arrived: string[] = [];
  mode: "there" | "away" | "answers lost" = "there";
  /** Kinds that it refuses. */
  refused = new Map<string, string>();
  /** Thrown for a whole request that holds this command. */
  unreadable: { readonly id: string; readonly problem: Error } | undefined;
  open = true;
  closed: string[] = [];
  saleOpenedAt: string | undefined;

  constructor(public all: readonly DeskList[] = lists()) {}

  async knock(): Promise<void> {
    this.reachable.set(this.mode !== "away");
    if (this.mode === "away") throw new TypeError("Failed to fetch");
  }

  async catalogue(_edition: string, _since?: string): Promise<DeskCatalogue> {
    await this.knock();
    const version = String(this.arrived.length);
    return { version, whole: true, lists: this.all.map((list) => this.told(list)), ...this.sale() };
  }

  async sync(_edition: string, commands: readonly Command[]) {
    await this.knock();
    const { unreadable } = this;
    if (commands.some(({ id }) => id === unreadable?.id)) throw unreadable?.problem;
    const results = commands.map((command): CommandResult => {
      const message = this.refused.get(command.kind);
      if (message !== undefined) return { id: command.id, status: "refused", message };
      if (this.taken.has(command.id)) return { id: command.id, status: "duplicate" };
      this.taken.set(command.id, command);
      this.arrived.push(command.id);
      return { id: command.id, status: "applied" };
    });
    if (this.mode === "answers lost") {
      this.reachable.set(false);
      throw new TypeError("Failed to fetch");
    }
    return { serverTime: "2025-11-05T09:00:00.000Z", results };
  }

  async report() {
    await this.knock();
    return { serverTime: "2025-11-05T09:00:00.000Z", open: this.open };
  }

  async close(sessionId: string): Promise<void> {
    await this.knock();
    this.closed.push(sessionId);
  }

  private sale() {
    return this.saleOpenedAt === undefined ? {} : { saleOpenedAt: this.saleOpenedAt };
  }

  private told(list: DeskList): DeskList {
    const decisions = [...this.taken.values()]
      .filter(({ list_id }) => list_id === list.id)
      .map(({ desk_session_id: _, ...command }): Decision => ({ ...command, by_manager: false }));
    return { ...list, decisions: [...list.decisions, ...decisions] };
  }
}

/** Registers that commands are about, to compare what two devices see. */
export function registersIn(desk: Desk, listId: string): Readonly<Record<string, string | undefined>> {
  const standing = desk.standingOf(listId);
  return Object.fromEntries(standing.touched().map((one) => [one, standing.at(one)?.id]));
}
