import Dexie, { type EntityTable } from "dexie";
import type { DeviceTokens } from "@/lib/server/device";
import type { CatalogueArticle } from "@/offline/scan/catalogue";
import { type Basket, EMPTY } from "@/offline/ticket/basket";
import { isNamed, type Ledger, type LedgerEntry, reduce } from "@/offline/ticket/ledger";
import type { Origin, PastSession } from "@/offline/ticket/past";
import type { PinLock } from "@/offline/till/pin";

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

type Tables = Dexie & {
  kept: EntityTable<KeptRow, "key">;
  entries: EntityTable<EntryRow, "id">;
  articles: EntityTable<CatalogueArticle, "code">;
  origins: EntityTable<Origin, "sessionId">;
};

/** IndexedDB: what must survive a reload, a crash, an empty battery. */
export class TillDatabase {
  /** For what nobody has a second copy of: written through to the disk before the screen says so. */
  private readonly safe: Tables;
  /** For what is scanned or fetched again. */
  private readonly quick: Tables;

  constructor(name = "bourse-till") {
    this.safe = tables(name, "strict");
    this.quick = tables(name, "relaxed");
  }

  async load(): Promise<Holdings> {
    // The first connection brings an older database up to date before the second one opens it.
    await this.safe.open();
    const [rows, entries, articles, origins] = await Promise.all([
      this.quick.kept.toArray(),
      this.quick.entries.toArray(),
      this.quick.articles.toArray(),
      this.quick.origins.toArray(),
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
      catalogue: kept.catalogue,
      articles,
      locked: kept.locked ?? false,
    };
  }

  keep<Key extends Exclude<keyof Kept, "device">>(key: Key, value: Kept[Key]): Promise<unknown> {
    return this.quick.kept.put({ key, value } as KeptRow);
  }

  /** Several at once, all or none. */
  async keepTogether(values: Partial<Omit<Kept, "device">>): Promise<void> {
    const rows = Object.entries(values).map(([key, value]) => ({ key, value }) as KeptRow);
    await this.quick.transaction("rw", this.quick.kept, () => this.quick.kept.bulkPut(rows));
  }

  /** Of the session that is open. */
  async device(): Promise<DeviceTokens | undefined> {
    const row = await this.safe.kept.get("device");
    return row?.value as DeviceTokens | undefined;
  }

  /** Of the session that is open; without one nobody needs them. */
  async keepDevice(device: DeviceTokens): Promise<void> {
    const { safe } = this;
    await safe.transaction("rw", safe.kept, async () => {
      if ((await safe.kept.get("session")) !== undefined)
        await safe.kept.put({ key: "device", value: device });
    });
  }

  /** The change of the ledgers and what goes with it, all or none. */
  async commit(before: Ledger, after: Ledger, { basket, articles = [] }: Alongside = {}): Promise<void> {
    const unchanged = new Set(before);
    const ids = new Set(after.map((entry) => entry.ticket.ticket_id));
    const changed = after.filter((entry) => !unchanged.has(entry));
    const gone = before.map((entry) => entry.ticket.ticket_id).filter((id) => !ids.has(id));
    const { safe } = this;
    await safe.transaction("rw", safe.entries, safe.kept, safe.articles, async () => {
      await safe.entries.bulkPut(changed.map((entry) => ({ ...entry, id: entry.ticket.ticket_id })));
      await safe.entries.bulkDelete(gone);
      await safe.articles.bulkPut([...articles]);
      if (basket !== undefined) await safe.kept.put({ key: "basket", value: basket });
    });
  }

  async keepCatalogue(
    articles: readonly CatalogueArticle[],
    mark: CatalogueMark,
    whole: boolean,
  ): Promise<void> {
    const { quick } = this;
    await quick.transaction("rw", quick.articles, quick.kept, async () => {
      if (whole) await quick.articles.clear();
      await quick.articles.bulkPut([...articles]);
      await quick.kept.put({ key: "catalogue", value: mark });
    });
  }

  keepArticles(articles: readonly CatalogueArticle[]): Promise<unknown> {
    return this.quick.articles.bulkPut([...articles]);
  }

  /** Starts a session; the tickets of those before stay. */
  async begin(session: RegisterSession, device: DeviceTokens | undefined): Promise<void> {
    const { safe } = this;
    await safe.transaction("rw", safe.kept, safe.articles, safe.origins, async () => {
      await this.forgetDesk();
      await safe.origins.put(originOf(session));
      await safe.kept.put({ key: "session", value: session });
      if (device !== undefined) await safe.kept.put({ key: "device", value: device });
    });
  }

  /** After the closing: only the tickets stay on the device. */
  async end(): Promise<void> {
    await this.safe.transaction("rw", this.safe.kept, this.safe.articles, () => this.forgetDesk());
  }

  private async forgetDesk(): Promise<void> {
    await this.safe.kept.clear();
    await this.safe.articles.clear();
  }

  /** Removes earlier sessions whose tickets nobody will ask for again. */
  async forget(sessions: readonly PastSession[]): Promise<void> {
    const { safe } = this;
    const tickets = sessions.flatMap(({ ledger }) => ledger.map((entry) => entry.ticket.ticket_id));
    await safe.transaction("rw", safe.entries, safe.origins, async () => {
      await safe.entries.bulkDelete(tickets);
      await safe.origins.bulkDelete(sessions.map(({ sessionId }) => sessionId));
    });
  }

  close(): void {
    this.safe.close();
    this.quick.close();
  }
}

function tables(name: string, durability: "strict" | "relaxed"): Tables {
  const database = new Dexie(name, { chromeTransactionDurability: durability }) as Tables;
  database.version(1).stores({ kept: "key", entries: "id", articles: "code" });
  database
    .version(2)
    .stores({ origins: "sessionId" })
    .upgrade(async (change) => {
      const row = (await change.table<KeptRow>("kept").get("session")) as
        | { readonly value: RegisterSession }
        | undefined;
      if (row !== undefined) await change.table("origins").put(originOf(row.value));
    });
  return database;
}

function originOf(session: RegisterSession): Origin {
  const { sessionId, editionId, editionName, editionCode, isTraining, registerNumber, seller } = session;
  return { sessionId, editionId, editionName, editionCode, isTraining, registerNumber, seller };
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
