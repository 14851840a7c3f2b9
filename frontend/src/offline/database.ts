import Dexie, { type EntityTable } from "dexie";
import { type Basket, EMPTY } from "./basket";
import type { CatalogueArticle } from "./catalogue";
import type { Ledger, LedgerEntry } from "./ledger";
import type { PinLock } from "./pin";

/** A register session as this device keeps it. The keys sign but cannot be read out. */
export interface RegisterSession {
  readonly sessionId: string;
  readonly editionId: string;
  readonly editionName: string;
  readonly editionCode: string;
  /** Everything sold here is invented: said on every screen. */
  readonly isTraining: boolean;
  readonly registerNumber: number;
  readonly seller: string;
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
  /** Tickets of earlier sessions on this device that the server has not named yet. */
  readonly strays: Ledger;
  readonly basket: Basket;
  readonly aside: readonly Basket[];
  readonly catalogue: CatalogueMark | undefined;
  readonly articles: readonly CatalogueArticle[];
  readonly locked: boolean;
}

/** IndexedDB: what must survive a reload, a crash, an empty battery. */
export class TillDatabase {
  private readonly db: Dexie & {
    kept: EntityTable<KeptRow, "key">;
    entries: EntityTable<EntryRow, "id">;
    articles: EntityTable<CatalogueArticle, "code">;
  };

  constructor(name = "bourse-till") {
    this.db = new Dexie(name) as typeof this.db;
    this.db.version(1).stores({ kept: "key", entries: "id", articles: "code" });
  }

  async load(): Promise<Holdings> {
    const [rows, entries, articles] = await Promise.all([
      this.db.kept.toArray(),
      this.db.entries.toArray(),
      this.db.articles.toArray(),
    ]);
    const kept = Object.fromEntries(rows.map(({ key, value }) => [key, value])) as Partial<Kept>;
    const ordered = entries
      .map(({ id: _, ...entry }) => entry)
      .sort((a, b) => a.ticket.sequence - b.ticket.sequence);
    const own = (entry: LedgerEntry) => entry.ticket.session_id === kept.session?.sessionId;
    return {
      session: kept.session,
      ledger: ordered.filter(own),
      strays: ordered.filter((entry) => !own(entry)),
      basket: kept.basket ?? EMPTY,
      aside: kept.aside ?? [],
      catalogue: kept.catalogue,
      articles,
      locked: kept.locked ?? false,
    };
  }

  keep<Key extends keyof Kept>(key: Key, value: Kept[Key]): Promise<unknown> {
    return this.db.kept.put({ key, value } as KeptRow);
  }

  /** Several at once, all or none. */
  async keepTogether(values: Partial<Kept>): Promise<void> {
    const rows = Object.entries(values).map(([key, value]) => ({ key, value }) as KeptRow);
    await this.db.transaction("rw", this.db.kept, () => this.db.kept.bulkPut(rows));
  }

  /** The ledger's change and the basket that goes with it, both or none. */
  async commit(before: Ledger, after: Ledger, basket?: Basket): Promise<void> {
    const unchanged = new Set(before);
    const ids = new Set(after.map((entry) => entry.ticket.ticket_id));
    const changed = after.filter((entry) => !unchanged.has(entry));
    const gone = before.map((entry) => entry.ticket.ticket_id).filter((id) => !ids.has(id));
    await this.db.transaction("rw", this.db.entries, this.db.kept, async () => {
      await this.db.entries.bulkPut(changed.map((entry) => ({ ...entry, id: entry.ticket.ticket_id })));
      await this.db.entries.bulkDelete(gone);
      if (basket !== undefined) await this.keep("basket", basket);
    });
  }

  async keepCatalogue(
    articles: readonly CatalogueArticle[],
    mark: CatalogueMark,
    whole: boolean,
  ): Promise<void> {
    await this.db.transaction("rw", this.db.articles, this.db.kept, async () => {
      if (whole) await this.db.articles.clear();
      await this.db.articles.bulkPut([...articles]);
      await this.keep("catalogue", mark);
    });
  }

  /** Starts a session: whatever another one left goes, except tickets that the server has not named. */
  async begin(session: RegisterSession): Promise<void> {
    await this.db.transaction("rw", this.db.entries, this.db.kept, this.db.articles, async () => {
      await this.forgetSession();
      await this.keep("session", session);
    });
  }

  /** After the closing: nothing about the sale stays on the device but unsent tickets. */
  async end(): Promise<void> {
    await this.db.transaction("rw", this.db.entries, this.db.kept, this.db.articles, () =>
      this.forgetSession(),
    );
  }

  private async forgetSession(): Promise<void> {
    const named = await this.db.entries.filter((entry) => entry.state !== "waiting").primaryKeys();
    await this.db.entries.bulkDelete(named);
    await this.db.kept.clear();
    await this.db.articles.clear();
  }

  close(): void {
    this.db.close();
  }
}
