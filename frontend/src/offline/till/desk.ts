/** What stands on the till's desk: the open ticket and those put aside, the catalogue, the clock, the lock. */
import { createStore, type Store } from "@/lib/store";
import type { CatalogueMark, RegisterSession, TillDatabase } from "@/offline/database";
import type { CatalogueArticle } from "@/offline/scan/catalogue";
import { judge, type Verdict } from "@/offline/scan/verdict";
import { add, type Basket, EMPTY, type LineNote, refuse, remove } from "@/offline/ticket/basket";
import type { Ledger } from "@/offline/ticket/ledger";
import type { PastSession } from "@/offline/ticket/past";
import { labelCheck } from "@/offline/ticket/signing";
import type { TicketLine } from "@/offline/ticket/ticket";
import { lockWith, opens } from "./pin";
import { Stock } from "./stock";

export interface TillState {
  readonly session: RegisterSession | undefined;
  readonly ledger: Ledger;
  readonly past: readonly PastSession[];
  readonly basket: Basket;
  readonly aside: readonly Basket[];
  readonly catalogue: CatalogueMark | undefined;
  readonly locked: boolean;
}

export interface Clock {
  /** Milliseconds since 1970 by this device. */
  now(): number;
}

export class Desk {
  readonly state: Store<TillState>;
  protected readonly stock: Stock;

  protected constructor(
    protected readonly database: TillDatabase,
    protected readonly clock: Clock,
    state: TillState,
    articles: readonly CatalogueArticle[],
  ) {
    this.state = createStore(state);
    this.stock = new Stock(database, () => clock.now(), articles);
  }

  /** A scanned label; a forged, misread or re-priced one is not looked up at all. */
  async scanLabel(code: string, priceCents: number, check: string): Promise<Verdict> {
    const { labelKey } = this.session();
    if ((await labelCheck(labelKey, code, priceCents)) !== check) return { kind: "misread", text: code };
    const verdict = this.judge(code, priceCents);
    return this.take(verdict.kind === "added" ? { ...verdict, line: { ...verdict.line, check } } : verdict);
  }

  /** A printed code typed by a person, or chosen from a search. */
  async scanCode(code: string, note?: LineNote): Promise<Verdict> {
    const verdict = this.judge(code);
    const noted = note !== undefined && verdict.kind === "added";
    return this.take(noted ? { ...verdict, line: { ...verdict.line, note } } : verdict);
  }

  /** What somebody found out elsewhere, in the ticket when it can be sold. */
  async take(verdict: Verdict): Promise<Verdict> {
    if (verdict.kind === "added") await this.setBasket(add(this.state.get().basket, verdict.line));
    return verdict;
  }

  private judge(code: string, labelPriceCents?: number): Verdict {
    const { basket, ledger } = this.state.get();
    const { registerNumber } = this.session();
    return judge({ basket, ledger, catalogue: this.stock.catalogue, registerNumber }, code, labelPriceCents);
  }

  /**
   * What the till makes of an article that the server just described. Its own tickets that the server does not know yet
   * stand above it.
   */
  async hear(article: CatalogueArticle): Promise<Verdict> {
    await this.stock.learn(article);
    return this.judge(article.code);
  }

  search(text: string): CatalogueArticle[] {
    return this.stock.catalogue.search(text);
  }

  article(code: string): CatalogueArticle | undefined {
    return this.stock.catalogue.find(code);
  }

  removeLine(code: string): Promise<void> {
    return this.setBasket(remove(this.state.get().basket, code));
  }

  refuseLines(reasons: ReadonlyMap<string, string>): Promise<void> {
    return this.setBasket(refuse(this.state.get().basket, reasons));
  }

  emptyBasket(): Promise<void> {
    return this.setBasket(EMPTY);
  }

  /** The customer went for money: the next one is served meanwhile. */
  async putAside(): Promise<void> {
    const { basket, aside } = this.state.get();
    if (basket.lines.length > 0) await this.setAside([...aside, basket], EMPTY);
  }

  /** Lines that turn out to be another customer's become a ticket of their own, put aside. */
  async putApart(lines: readonly TicketLine[]): Promise<void> {
    const { basket, aside } = this.state.get();
    const apart = new Set(lines.map(({ code }) => code));
    const part = (theirs: boolean): Basket => ({
      ...basket,
      lines: basket.lines.filter(({ code }) => apart.has(code) === theirs),
    });
    const others = part(true);
    if (others.lines.length > 0) await this.setAside([...aside, others], part(false));
  }

  /** Takes a ticket up again; the open one, if any, changes places with it. */
  async takeUp(index: number): Promise<void> {
    const { basket, aside } = this.state.get();
    const chosen = aside[index];
    if (chosen === undefined) return;
    const others = aside.filter((_, place) => place !== index);
    await this.setAside(basket.lines.length > 0 ? [...others, basket] : others, chosen);
  }

  private async setAside(aside: readonly Basket[], basket: Basket): Promise<void> {
    this.state.set({ ...this.state.get(), aside, basket });
    await this.database.keepTogether({ aside, basket });
  }

  private async setBasket(basket: Basket): Promise<void> {
    this.state.set({ ...this.state.get(), basket });
    await this.database.keep("basket", basket);
  }

  // --- catalogue, clock, lock ---

  async keepCatalogue(
    articles: readonly CatalogueArticle[],
    version: string | undefined,
    whole: boolean,
    askedAt = this.clock.now(),
  ): Promise<void> {
    const catalogue = await this.stock.renew(articles, version, whole, askedAt);
    this.state.set({ ...this.state.get(), catalogue });
  }

  /** The server said that nothing changed. */
  async catalogueIsFresh(): Promise<void> {
    const { catalogue } = this.state.get();
    if (catalogue === undefined) return;
    const mark = { ...catalogue, refreshedAt: this.clock.now() };
    this.state.set({ ...this.state.get(), catalogue: mark });
    await this.database.keep("catalogue", mark);
  }

  /** The lines of a cancelled sale are on sale again before the next refresh says so. */
  backOnSale(lines: readonly TicketLine[]): Promise<void> {
    return this.stock.backOnSale(lines);
  }

  serverNow(): number {
    return this.clock.now() + this.session().clockOffsetMs;
  }

  /** A time that the server told just now, and this device's at that moment: the next tickets carry its clock. */
  async correctClock(serverTime: string, here: number): Promise<void> {
    const session = { ...this.session(), clockOffsetMs: Math.round(Date.parse(serverTime) - here) };
    this.state.set({ ...this.state.get(), session });
    await this.database.keep("session", session);
  }

  async lock(): Promise<void> {
    this.state.set({ ...this.state.get(), locked: true });
    await this.database.keep("locked", true);
  }

  async unlock(pin: string): Promise<boolean> {
    if (!(await opens(this.session().pin, pin))) return false;
    this.state.set({ ...this.state.get(), locked: false });
    await this.database.keep("locked", false);
    return true;
  }

  /** For somebody whom the server has recognised: the lock is off, with a new PIN from now on when one is given. */
  async letIn(pin?: string): Promise<void> {
    const session = pin === undefined ? this.session() : { ...this.session(), pin: await lockWith(pin) };
    this.state.set({ ...this.state.get(), session, locked: false });
    await this.database.keepTogether({ session, locked: false });
  }

  session(): RegisterSession {
    const { session } = this.state.get();
    if (session === undefined) throw new Error("no register session is open on this device");
    return session;
  }
}
