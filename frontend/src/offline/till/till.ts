/**
 * The till of this device: the open ticket, the ledger, and what stands around them - catalogue, clock, lock. `sync/` talks
 * to the server.
 */

import type { DeviceTokens } from "@/lib/server/device";
import type { Store } from "@/lib/store";
import type { RegisterSession, TillDatabase } from "@/offline/database";
import type { CatalogueArticle } from "@/offline/scan/catalogue";
import { without } from "@/offline/ticket/basket";
import { waiting } from "@/offline/ticket/ledger";
import type { TicketLine } from "@/offline/ticket/ticket";
import { lockWith, opens } from "./pin";
import { TillBasket } from "./till-basket";
import { TillLedger } from "./till-ledger";
import { type Clock, TillMemory, type TillState } from "./till-state";

export class Till {
  readonly state: Store<TillState>;
  private readonly basket: TillBasket;
  private readonly ledger: TillLedger;

  private constructor(private readonly memory: TillMemory) {
    this.state = memory.state;
    this.basket = new TillBasket(memory);
    this.ledger = new TillLedger(memory);
  }

  /**
   * As the device left it: after a reload, a crash, an empty battery. A sale whose answer had not come is counted as paid:
   * the money may be in the drawer.
   */
  static async restore(database: TillDatabase, clock: Clock = Date): Promise<Till> {
    const { articles, ...state } = await database.load();
    const interrupted = waiting(state.ledger).filter((entry) => entry.interrupted);
    const basket = interrupted.reduce((rest, { ticket }) => without(rest, ticket), state.basket);
    return new Till(new TillMemory(database, clock, { ...state, basket }, articles));
  }

  // The open ticket and those put aside.
  readonly scanLabel = (...given: Parameters<TillBasket["scanLabel"]>) => this.basket.scanLabel(...given);
  readonly scanCode = (...given: Parameters<TillBasket["scanCode"]>) => this.basket.scanCode(...given);
  readonly take = (...given: Parameters<TillBasket["take"]>) => this.basket.take(...given);
  readonly hear = (...given: Parameters<TillBasket["hear"]>) => this.basket.hear(...given);
  readonly removeLine = (...given: Parameters<TillBasket["removeLine"]>) => this.basket.removeLine(...given);
  readonly refuseLines = (...given: Parameters<TillBasket["refuseLines"]>) =>
    this.basket.refuseLines(...given);
  readonly emptyBasket = (...given: Parameters<TillBasket["emptyBasket"]>) =>
    this.basket.emptyBasket(...given);
  readonly keepTaken = (...given: Parameters<TillBasket["keepTaken"]>) => this.basket.keepTaken(...given);
  readonly keepLast = (...given: Parameters<TillBasket["keepLast"]>) => this.basket.keepLast(...given);
  readonly putAside = (...given: Parameters<TillBasket["putAside"]>) => this.basket.putAside(...given);
  readonly putApart = (...given: Parameters<TillBasket["putApart"]>) => this.basket.putApart(...given);
  readonly takeUp = (...given: Parameters<TillBasket["takeUp"]>) => this.basket.takeUp(...given);

  // The session and what is sold in it.
  readonly begin = (...given: Parameters<TillLedger["begin"]>) => this.ledger.begin(...given);
  readonly end = (...given: Parameters<TillLedger["end"]>) => this.ledger.end(...given);
  readonly forgetEditions = (...given: Parameters<TillLedger["forgetEditions"]>) =>
    this.ledger.forgetEditions(...given);
  readonly writeSale = (...given: Parameters<TillLedger["writeSale"]>) => this.ledger.writeSale(...given);
  readonly writeCounter = (...given: Parameters<TillLedger["writeCounter"]>) =>
    this.ledger.writeCounter(...given);
  readonly note = (...given: Parameters<TillLedger["note"]>) => this.ledger.note(...given);
  readonly sendAgain = (...given: Parameters<TillLedger["sendAgain"]>) => this.ledger.sendAgain(...given);
  readonly sendAllAgain = (...given: Parameters<TillLedger["sendAllAgain"]>) =>
    this.ledger.sendAllAgain(...given);
  readonly parcels = (...given: Parameters<TillLedger["parcels"]>) => this.ledger.parcels(...given);
  readonly unsent = (...given: Parameters<TillLedger["unsent"]>) => this.ledger.unsent(...given);
  readonly tickets = (...given: Parameters<TillLedger["tickets"]>) => this.ledger.tickets(...given);
  readonly queued = (...given: Parameters<TillLedger["queued"]>) => this.ledger.queued(...given);
  readonly isFull = (...given: Parameters<TillLedger["isFull"]>) => this.ledger.isFull(...given);

  session(): RegisterSession {
    return this.memory.session();
  }

  serverNow(): number {
    return this.memory.serverNow();
  }

  /** The next tokens in the name of the open session. */
  keepDevice(tokens: DeviceTokens): Promise<void> {
    return this.memory.database.keepDevice(tokens);
  }

  search(text: string): CatalogueArticle[] {
    return this.memory.stock.catalogue.search(text);
  }

  article(code: string): CatalogueArticle | undefined {
    return this.memory.stock.catalogue.find(code);
  }

  async keepCatalogue(
    articles: readonly CatalogueArticle[],
    version: string | undefined,
    whole: boolean,
    askedAt = this.memory.clock.now(),
  ): Promise<void> {
    const catalogue = await this.memory.stock.renew(articles, version, whole, askedAt);
    this.memory.change({ catalogue });
  }

  /** The server said that nothing changed. */
  async catalogueIsFresh(): Promise<void> {
    const { catalogue } = this.state.get();
    if (catalogue === undefined) return;
    const mark = { ...catalogue, refreshedAt: this.memory.clock.now() };
    this.memory.change({ catalogue: mark });
    await this.memory.database.keep("catalogue", mark);
  }

  /** The lines of a cancelled sale are on sale again before the next refresh says so. */
  backOnSale(lines: readonly TicketLine[]): Promise<void> {
    return this.memory.stock.backOnSale(lines);
  }

  /** A time that the server told just now, and this device's at that moment: the next tickets carry its clock. */
  async correctClock(serverTime: string, here: number): Promise<void> {
    const session = { ...this.memory.session(), clockOffsetMs: Math.round(Date.parse(serverTime) - here) };
    this.memory.change({ session });
    await this.memory.database.keep("session", session);
  }

  async lock(): Promise<void> {
    this.memory.change({ locked: true });
    await this.memory.database.keep("locked", true);
  }

  async unlock(pin: string): Promise<boolean> {
    if (!(await opens(this.memory.session().pin, pin))) return false;
    this.memory.change({ locked: false });
    await this.memory.database.keep("locked", false);
    return true;
  }

  /** For somebody whom the server has recognised: the lock is off, with a new PIN from now on when one is given. */
  async letIn(pin?: string): Promise<void> {
    const session =
      pin === undefined ? this.memory.session() : { ...this.memory.session(), pin: await lockWith(pin) };
    this.memory.change({ session, locked: false });
    await this.memory.database.keepTogether({ session, locked: false });
  }
}
