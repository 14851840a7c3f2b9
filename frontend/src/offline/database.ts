import type { DeviceTokens } from "@/lib/server/device";
import type { CatalogueArticle } from "@/offline/scan/catalogue";
import { type Basket, EMPTY, type LastSale } from "@/offline/ticket/basket";
import { isNamed, type Ledger, type LedgerEntry, reduce, waiting } from "@/offline/ticket/ledger";
import type { Origin, PastSession } from "@/offline/ticket/past";
import type { PinLock } from "@/offline/till/pin";
import { type Change, Stores } from "./stores";

/** A register session as this device keeps it. The keys sign but cannot be read out. */
export interface RegisterSession extends Origin {
  readonly openingFloatCents: number;
  readonly openedAt: string;
  readonly signingKey: CryptoKey;
  readonly labelKey: CryptoKey;
  /** Server's clock minus this device's, in milliseconds. */
  readonly clockOffsetMs: number;
  readonly pin: PinLock;
  readonly privateSale?: { readonly starts_at: string; readonly ends_at: string };
}

/** How fresh the catalogue is. */
export interface CatalogueMark {
  readonly version: string | undefined;
  readonly refreshedAt: number;
}

interface Kept {
  readonly device: DeviceTokens;
  readonly session: RegisterSession;
  readonly basket: Basket;
  readonly aside: readonly Basket[];
  readonly last: LastSale;
  readonly catalogue: CatalogueMark;
  readonly locked: boolean;
}

type KeptRow = { [Key in keyof Kept]: { readonly key: Key; readonly value: Kept[Key] } }[keyof Kept];
type EntryRow = LedgerEntry & { readonly id: string };

/** What a device holds, read once at the start. */
export interface Holdings {
  readonly session: RegisterSession | undefined;
  readonly ledger: Ledger;
  /** The tickets of earlier sessions, until their editions are closed. */
  readonly past: readonly PastSession[];
  readonly basket: Basket;
  readonly aside: readonly Basket[];
  readonly last: LastSale | undefined;
  readonly catalogue: CatalogueMark | undefined;
  readonly articles: readonly CatalogueArticle[];
  readonly locked: boolean;
}

/** What changes together with the ledger, or not at all. */
export interface Alongside {
  readonly basket?: Basket | undefined;
  /** Articles that the change has sold. */
  readonly articles?: readonly CatalogueArticle[];
}

interface Rows {
  readonly kept: KeptRow;
  readonly entries: EntryRow;
  readonly articles: CatalogueArticle;
  readonly origins: Origin;
}

/** IndexedDB: what must survive a reload, a crash, an empty battery. */
export class TillDatabase {
  /** For what nobody has a second copy of: written through to the disk before the screen says so. */
  private readonly safe: Stores<Rows>;
  /** For what is scanned or fetched again. */
  private readonly quick: Stores<Rows>;

  constructor(name = "bourse-till") {
    this.safe = new Stores(name, "strict", VERSION, upgrade);
    this.quick = new Stores(name, "relaxed", VERSION, upgrade);
  }

  async load(): Promise<Holdings> {
    // The first connection brings an older database up to date before the second one opens it.
    await this.safe.open();
    const [rows, entries, articles, origins] = await Promise.all([
      this.quick.all("kept"),
      this.quick.all("entries"),
      this.quick.all("articles"),
      this.quick.all("origins"),
    ]);
    const kept = Object.fromEntries(rows.map(({ key, value }) => [key, value])) as Partial<Kept>;
    const bySession = new Map<string, LedgerEntry[]>();
    for (const { id: _, ...entry } of entries.sort((a, b) => a.ticket.sequence - b.ticket.sequence)) {
      const { session_id } = entry.ticket;
      bySession.set(session_id, [...(bySession.get(session_id) ?? []), entry]);
    }
    const ledgerOf = (sessionId: string): Ledger =>
      reduce(bySession.get(sessionId) ?? [], { type: "interrupted" });
    const own = kept.session?.sessionId ?? "";
    return {
      session: kept.session,
      ledger: ledgerOf(own),
      past: [...bySession.keys()]
        .filter((sessionId) => sessionId !== own)
        .map((sessionId) => ({
          sessionId,
          origin: origins.find((origin) => origin.sessionId === sessionId),
          ledger: ledgerOf(sessionId),
        })),
      basket: kept.basket ?? EMPTY,
      aside: kept.aside ?? [],
      last: kept.last,
      catalogue: kept.catalogue,
      articles,
      locked: kept.locked ?? false,
    };
  }

  keep<Key extends Exclude<keyof Kept, "device">>(key: Key, value: Kept[Key]): Promise<void> {
    return this.quick.write(["kept"], (change) => change.put("kept", { key, value } as KeptRow));
  }

  /** Several at once, all or none. */
  keepTogether(values: Partial<Omit<Kept, "device">>): Promise<void> {
    const rows = Object.entries(values).map(([key, value]) => ({ key, value }) as KeptRow);
    return this.quick.write(["kept"], (change) => change.put("kept", ...rows));
  }

  /** Of the session that is open. */
  async device(): Promise<DeviceTokens | undefined> {
    const row = await this.safe.get("kept", "device");
    return row?.value as DeviceTokens | undefined;
  }

  /** Of the session that is open; without one nobody needs them. */
  keepDevice(device: DeviceTokens): Promise<void> {
    return this.safe.write(["kept"], async (change) => {
      if ((await change.get("kept", "session")) !== undefined)
        change.put("kept", { key: "device", value: device });
    });
  }

  /** The change of the ledgers and what goes with it, all or none. */
  commit(before: Ledger, after: Ledger, { basket, articles = [] }: Alongside = {}): Promise<void> {
    const unchanged = new Set(before);
    const ids = new Set(after.map((entry) => entry.ticket.ticket_id));
    const changed = after.filter((entry) => !unchanged.has(entry));
    const gone = before.map((entry) => entry.ticket.ticket_id).filter((id) => !ids.has(id));
    return this.safe.write(["entries", "kept", "articles"], (change) => {
      change.put("entries", ...changed.map((entry) => ({ ...entry, id: entry.ticket.ticket_id })));
      change.remove("entries", gone);
      change.put("articles", ...articles);
      if (basket !== undefined) change.put("kept", { key: "basket", value: basket });
    });
  }

  keepCatalogue(articles: readonly CatalogueArticle[], mark: CatalogueMark, whole: boolean): Promise<void> {
    return this.quick.write(["articles", "kept"], (change) => {
      if (whole) change.clear("articles");
      change.put("articles", ...articles);
      change.put("kept", { key: "catalogue", value: mark });
    });
  }

  keepArticles(articles: readonly CatalogueArticle[]): Promise<void> {
    return this.quick.write(["articles"], (change) => change.put("articles", ...articles));
  }

  /** Starts a session; the tickets of those before stay. */
  begin(session: RegisterSession, device: DeviceTokens | undefined): Promise<void> {
    return this.safe.write(["kept", "articles", "origins"], (change) => {
      forgetDesk(change);
      change.put("origins", originOf(session));
      change.put("kept", { key: "session", value: session });
      if (device !== undefined) change.put("kept", { key: "device", value: device });
    });
  }

  /** After the closing: only the tickets stay on the device. */
  end(): Promise<void> {
    return this.safe.write(["kept", "articles"], forgetDesk);
  }

  /** Removes earlier sessions whose tickets nobody will ask for again. */
  forget(sessions: readonly PastSession[]): Promise<void> {
    const tickets = sessions.flatMap(({ ledger }) => ledger.map((entry) => entry.ticket.ticket_id));
    return this.safe.write(["entries", "origins"], (change) => {
      change.remove("entries", tickets);
      change.remove(
        "origins",
        sessions.map(({ sessionId }) => sessionId),
      );
    });
  }

  close(): void {
    this.safe.close();
    this.quick.close();
  }
}

/** Tens, as the library counted that made the first ones. */
const VERSION = 20;

function upgrade(change: IDBTransaction, from: number): void {
  const make = (name: keyof Rows, keyPath: string) => change.db.createObjectStore(name, { keyPath });
  if (from < 10) {
    make("kept", "key");
    make("entries", "id");
    make("articles", "code");
  }
  if (from < 20) {
    const origins = make("origins", "sessionId");
    const open = change.objectStore("kept").get("session") as IDBRequest<
      { value: RegisterSession } | undefined
    >;
    open.onsuccess = () => {
      if (open.result !== undefined) origins.put(originOf(open.result.value));
    };
  }
}

function forgetDesk(change: Change<Rows>): void {
  change.clear("kept");
  change.clear("articles");
}

function originOf(session: RegisterSession): Origin {
  const { sessionId, editionId, editionName, editionCode, isTraining, registerNumber, seller } = session;
  return { sessionId, editionId, editionName, editionCode, isTraining, registerNumber, seller };
}

/** The till that is open on this device, and how many of its tickets wait for the server. */
export async function openTill(
  name?: string,
): Promise<{ readonly registerNumber: number; readonly waitingTickets: number } | undefined> {
  const database = new TillDatabase(name);
  try {
    const { session, ledger } = await database.load();
    return session && { registerNumber: session.registerNumber, waitingTickets: waiting(ledger).length };
  } catch {
    return undefined;
  } finally {
    database.close();
  }
}

/** Whether a till is open on this device, or tickets lie on it that the server does not know. */
export async function isTill(name?: string): Promise<boolean> {
  const database = new TillDatabase(name);
  try {
    const { session, past } = await database.load();
    return session !== undefined || past.some(({ ledger }) => !ledger.every(isNamed));
  } catch {
    return false;
  } finally {
    database.close();
  }
}
