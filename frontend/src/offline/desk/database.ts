import type { Command } from "@/offline/decisions/commands";
import type { DeskList } from "@/offline/decisions/lists";
import { type Change, Stores } from "@/offline/stores";

/** A desk that is open on this device. */
export interface DeskSession {
  readonly sessionId: string;
  readonly editionId: string;
  readonly editionName: string;
  readonly editionCode: string;
  readonly isTraining: boolean;
  /** A telephone opens a desk without number. */
  readonly deskNumber?: number;
  /** Names in full letters. */
  readonly volunteers: readonly string[];
  /** Tells genuine labels; cannot be read out. */
  readonly labelKey: CryptoKey;
  /** What a corrected line has to keep to, when the rules could be had. */
  readonly rules?: LineRules;
}

export interface LineRules {
  /** In cents; the most that each kind of article may cost, where there is one. */
  readonly price: {
    readonly least: number;
    readonly step: number;
    readonly most: Readonly<Record<string, number>>;
  };
  /** In signs. */
  readonly shortestDescription: number;
  readonly longest: Readonly<Record<"description" | "size" | "color" | "brand", number>>;
}

/** The last word from the server. */
export interface Contact {
  /** By this device's clock. */
  readonly at: number;
  /** Server's clock minus this device's. */
  readonly clockOffsetMs: number;
  readonly version?: string;
  readonly saleOpenedAt?: string;
}

/** A command on this device. */
export interface Kept {
  readonly id: string;
  /** They leave in this order. */
  readonly place: number;
  readonly editionId: string;
  readonly byManager: boolean;
  readonly command: Command;
  /** `taken`: by the server, whose copy of the list does not show it yet. */
  readonly state: "waiting" | "taken" | "refused";
  /** Why it was refused, until a person has seen it. */
  readonly message?: string;
}

/** What was done in one go and is taken back in one go. */
export interface Step {
  readonly listId: string;
  readonly ids: readonly string[];
  /** As the screen names it. */
  readonly words: string;
  /** The article that it began with. */
  readonly articleId?: string;
}

interface Single {
  readonly session: DeskSession;
  readonly contact: Contact;
  readonly steps: readonly Step[];
  /** The desk is over: everything about people goes at the next start. */
  readonly over: boolean;
  /** The list that was in hand. */
  readonly openList: string | undefined;
}
type SingleRow = { [Key in keyof Single]: { readonly key: Key; readonly value: Single[Key] } }[keyof Single];

interface Rows {
  readonly single: SingleRow;
  readonly lists: DeskList;
  readonly commands: Kept;
}

/** What a device holds, read once at the start. */
export interface DeskHoldings {
  readonly session: DeskSession | undefined;
  readonly contact: Contact | undefined;
  readonly steps: readonly Step[];
  readonly over: boolean;
  readonly openList: string | undefined;
  readonly lists: readonly DeskList[];
  readonly commands: readonly Kept[];
}

/** IndexedDB: what was decided is written through to the disk before the screen shows it. */
export class DeskDatabase {
  private readonly safe: Stores<Rows>;
  /** For what is fetched again. */
  private readonly quick: Stores<Rows>;

  constructor(name = "bourse-desk") {
    this.safe = new Stores(name, "strict", 1, upgrade);
    this.quick = new Stores(name, "relaxed", 1, upgrade);
  }

  async load(): Promise<DeskHoldings> {
    await this.safe.open();
    const [rows, lists, commands] = await Promise.all([
      this.quick.all("single"),
      this.quick.all("lists"),
      this.quick.all("commands"),
    ]);
    const single = Object.fromEntries(rows.map(({ key, value }) => [key, value])) as Partial<Single>;
    return {
      session: single.session,
      contact: single.contact,
      steps: single.steps ?? [],
      over: single.over ?? false,
      openList: single.openList,
      lists,
      commands: commands.sort((a, b) => a.place - b.place),
    };
  }

  /** Decisions, and the step that they are taken back by: all or none. */
  commit(commands: readonly Kept[], steps: readonly Step[]): Promise<void> {
    return this.safe.write(["commands", "single"], (change) => {
      change.put("commands", ...commands);
      change.put("single", { key: "steps", value: steps });
    });
  }

  /** What became of them. */
  note(changed: readonly Kept[], gone: readonly string[]): Promise<void> {
    return this.safe.write(["commands"], (change) => {
      change.put("commands", ...changed);
      change.remove("commands", gone);
    });
  }

  keepLists(lists: readonly DeskList[], whole: boolean, contact: Contact): Promise<void> {
    return this.quick.write(["lists", "single"], (change) => {
      if (whole) change.clear("lists");
      change.put("lists", ...lists);
      change.put("single", { key: "contact", value: contact });
    });
  }

  keep<Key extends "contact" | "over" | "openList">(key: Key, value: Single[Key]): Promise<void> {
    return this.quick.write(["single"], (change) => change.put("single", { key, value } as SingleRow));
  }

  /** A desk opens; what earlier ones left to be sent stays. */
  begin(session: DeskSession, contact: Contact, lists: readonly DeskList[]): Promise<void> {
    return this.safe.write(["single", "lists"], (change) => {
      forgetPeople(change);
      change.put("lists", ...lists);
      change.put("single", { key: "session", value: session }, { key: "contact", value: contact });
    });
  }

  /** Nothing about people stays, and of the commands only what somebody still has to hear of. */
  wipe(done: readonly string[]): Promise<void> {
    return this.safe.write(["single", "lists", "commands"], (change) => {
      forgetPeople(change);
      change.remove("commands", done);
    });
  }

  close(): void {
    this.safe.close();
    this.quick.close();
  }
}

function upgrade(change: IDBTransaction): void {
  change.db.createObjectStore("single", { keyPath: "key" });
  change.db.createObjectStore("lists", { keyPath: "id" });
  change.db.createObjectStore("commands", { keyPath: "id" });
}

function forgetPeople(change: Change<Rows>): void {
  change.clear("single");
  change.clear("lists");
}

/** Who leaves the device takes the names along; decisions that have not been sent stay. */
export async function wipeDesk(name?: string): Promise<void> {
  const database = new DeskDatabase(name);
  try {
    await database.wipe(settled((await database.load()).commands));
  } finally {
    database.close();
  }
}

/** Commands that nobody needs to hear of any more. */
export function settled(commands: readonly Kept[]): readonly string[] {
  return commands.filter(({ state }) => state === "taken").map(({ id }) => id);
}
