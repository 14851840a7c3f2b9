/** What the parts of a till share: its state, the database that keeps it, the clock, the catalogue in memory. */
import { createStore, type Store } from "@/lib/store";
import type { CatalogueMark, RegisterSession, TillDatabase } from "@/offline/database";
import type { CatalogueArticle } from "@/offline/scan/catalogue";
import type { Basket, LastSale } from "@/offline/ticket/basket";
import type { Ledger } from "@/offline/ticket/ledger";
import type { PastSession } from "@/offline/ticket/past";
import { Stock } from "./stock";

export interface TillState {
  readonly session: RegisterSession | undefined;
  readonly ledger: Ledger;
  readonly past: readonly PastSession[];
  readonly basket: Basket;
  readonly aside: readonly Basket[];
  readonly last: LastSale | undefined;
  readonly catalogue: CatalogueMark | undefined;
  readonly locked: boolean;
}

export interface Clock {
  /** Milliseconds since 1970 by this device. */
  now(): number;
}

export class TillMemory {
  readonly state: Store<TillState>;
  readonly stock: Stock;

  constructor(
    readonly database: TillDatabase,
    readonly clock: Clock,
    state: TillState,
    articles: readonly CatalogueArticle[],
  ) {
    this.state = createStore(state);
    this.stock = new Stock(database, () => clock.now(), articles);
  }

  change(part: Partial<TillState>): void {
    this.state.set({ ...this.state.get(), ...part });
  }

  session(): RegisterSession {
    const { session } = this.state.get();
    if (session === undefined) throw new Error("no register session is open on this device");
    return session;
  }

  serverNow(): number {
    return this.clock.now() + this.session().clockOffsetMs;
  }
}
