/**
 * The till of this device: its session, its ledger, the open ticket. Every change of money is written to IndexedDB before
 * the screen shows it. `exchange.ts` talks to the server.
 */
import { createStore, type Store } from "@/lib/store";
import { add, type Basket, EMPTY, refuse, remove } from "./basket";
import { Catalogue, type CatalogueArticle } from "./catalogue";
import type { CatalogueMark, RegisterSession, TillDatabase } from "./database";
import { CAPACITY, type Ledger, type LedgerEvent, nextLink, reduce, waiting } from "./ledger";
import { opens } from "./pin";
import { labelCheck, sign } from "./signing";
import { type Payment, reversed, type SignedTicket, type Ticket, type TicketLine } from "./ticket";
import { uuidv7 } from "./uuid";
import { judge, type Verdict } from "./verdict";

export interface TillState {
  readonly session: RegisterSession | undefined;
  readonly ledger: Ledger;
  readonly strays: Ledger;
  readonly basket: Basket;
  readonly aside: readonly Basket[];
  readonly catalogue: CatalogueMark | undefined;
  readonly locked: boolean;
}

export interface Clock {
  /** Milliseconds since 1970 by this device. */
  now(): number;
}

export class Till {
  readonly state: Store<TillState>;
  private articles: Catalogue;
  /** Ledger changes take turns: each signature builds on the one before. */
  private turn: Promise<unknown> = Promise.resolve();

  private constructor(
    private readonly database: TillDatabase,
    private readonly clock: Clock,
    state: TillState,
    articles: readonly CatalogueArticle[],
  ) {
    this.state = createStore(state);
    this.articles = new Catalogue(articles);
  }

  /** As the device left it: after a reload, a crash, an empty battery. */
  static async restore(database: TillDatabase, clock: Clock = Date): Promise<Till> {
    const { articles, ...state } = await database.load();
    return new Till(database, clock, state, articles);
  }

  async begin(session: RegisterSession): Promise<void> {
    await this.database.begin(session);
    const strays = [...this.state.get().strays, ...waiting(this.state.get().ledger)];
    this.articles = new Catalogue();
    this.state.set({
      session,
      strays,
      ledger: [],
      basket: EMPTY,
      aside: [],
      catalogue: undefined,
      locked: false,
    });
  }

  async end(): Promise<void> {
    await this.database.end();
    const strays = [...this.state.get().strays, ...waiting(this.state.get().ledger)];
    this.articles = new Catalogue();
    this.state.set({
      session: undefined,
      strays,
      ledger: [],
      basket: EMPTY,
      aside: [],
      catalogue: undefined,
      locked: false,
    });
  }

  // --- the open ticket ---

  /** A scanned label; a forged, misread or re-priced one is not looked up at all. */
  async scanLabel(code: string, priceCents: number, check: string): Promise<Verdict> {
    const { labelKey } = this.session();
    if ((await labelCheck(labelKey, code, priceCents)) !== check) return { kind: "misread", text: code };
    const verdict = this.judge(code, priceCents);
    return this.take(verdict.kind === "added" ? { ...verdict, line: { ...verdict.line, check } } : verdict);
  }

  /** A printed code typed by a person, or chosen from a search. */
  async scanCode(code: string): Promise<Verdict> {
    return this.take(this.judge(code));
  }

  /** What somebody found out elsewhere, in the ticket when it can be sold. */
  async take(verdict: Verdict): Promise<Verdict> {
    if (verdict.kind === "added") await this.setBasket(add(this.state.get().basket, verdict.line));
    return verdict;
  }

  private judge(code: string, labelPriceCents?: number): Verdict {
    const { basket, ledger } = this.state.get();
    const { registerNumber } = this.session();
    return judge({ basket, ledger, catalogue: this.articles, registerNumber }, code, labelPriceCents);
  }

  search(text: string): CatalogueArticle[] {
    return this.articles.search(text);
  }

  article(code: string): CatalogueArticle | undefined {
    return this.articles.find(code);
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

  // --- the ledger ---

  /**
   * Signs the open ticket and writes it down: `sent` when the server is asked first, `queued` when it is paid already.
   * Undefined when it does not fit any more (the queue is full, or another sale is on its way).
   */
  writeSale(type: "sent" | "queued", payments: readonly Payment[]): Promise<SignedTicket | undefined> {
    const lines = this.state
      .get()
      .basket.lines.map(({ code, price_cents, check }) =>
        check === undefined ? { code, price_cents } : { code, price_cents, check },
      );
    return this.write(type, { lines, payments }, type === "queued");
  }

  /** Takes back a sale that still waits here, so that the chain stays whole. */
  writeCounter(sale: SignedTicket): Promise<SignedTicket | undefined> {
    return this.write("queued", { lines: [], payments: reversed(sale.payments), cancels: sale.ticket_id });
  }

  private write(
    type: "sent" | "queued",
    content: { lines: readonly TicketLine[]; payments: readonly Payment[]; cancels?: string },
    done = true,
  ): Promise<SignedTicket | undefined> {
    return this.inTurn(async () => {
      const session = this.session();
      const before = this.state.get().ledger;
      const now = this.serverNow();
      const ticket: Ticket = {
        ...content,
        ...nextLink(before),
        ticket_id: uuidv7(now),
        session_id: session.sessionId,
        sold_at: new Date(now).toISOString(),
        private_sale: isPrivateSale(session, now),
      };
      const signed = await sign(session.signingKey, ticket);
      const after = reduce(before, { type, ticket: signed });
      if (after === before) return undefined;
      await this.commit(after, done ? signed : undefined);
      return signed;
    });
  }

  /** What the server said about tickets of this session; the lines of a ticket that is `done` leave the screen. */
  note(event: LedgerEvent, done?: SignedTicket): Promise<void> {
    return this.inTurn(() => this.commit(reduce(this.state.get().ledger, event), done));
  }

  /** The same for tickets that an earlier session left on this device. */
  noteStrays(event: LedgerEvent): Promise<void> {
    return this.inTurn(async () => {
      const before = this.state.get().strays;
      const left = waiting(reduce(before, event));
      await this.database.commit(before, left);
      this.state.set({ ...this.state.get(), strays: left });
    });
  }

  private async commit(ledger: Ledger, done?: SignedTicket): Promise<void> {
    const before = this.state.get();
    const left = without(before.basket, done);
    await this.database.commit(before.ledger, ledger, left);
    const { basket, ...state } = this.state.get();
    const shown = without(basket, done);
    this.state.set({ ...state, ledger, basket: shown });
    // Something was scanned during the write.
    if (basket !== before.basket) await this.database.keep("basket", shown);
  }

  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = this.turn.then(work);
    this.turn = result.catch(() => undefined);
    return result;
  }

  /** Everything that the server has not named, oldest first. */
  unsent(): SignedTicket[] {
    const { ledger, strays } = this.state.get();
    return [...waiting(strays), ...waiting(ledger)].map((entry) => entry.ticket);
  }

  isFull(): boolean {
    return waiting(this.state.get().ledger).length >= CAPACITY;
  }

  // --- catalogue, clock, lock ---

  async keepCatalogue(
    articles: readonly CatalogueArticle[],
    version: string | undefined,
    whole: boolean,
  ): Promise<void> {
    const mark = { version, refreshedAt: this.clock.now() };
    await this.database.keepCatalogue(articles, mark, whole);
    if (whole) this.articles = new Catalogue();
    this.articles.update(articles);
    this.state.set({ ...this.state.get(), catalogue: mark });
  }

  /** The server said that nothing changed. */
  async catalogueIsFresh(): Promise<void> {
    const { catalogue } = this.state.get();
    if (catalogue === undefined) return;
    const mark = { ...catalogue, refreshedAt: this.clock.now() };
    this.state.set({ ...this.state.get(), catalogue: mark });
    await this.database.keep("catalogue", mark);
  }

  /** One article as the server just described it. */
  learn(article: CatalogueArticle): void {
    this.articles.update([article]);
  }

  /** The lines of a cancelled sale are on sale again before the next refresh says so. */
  backOnSale(lines: readonly TicketLine[]): void {
    for (const { code } of lines) {
      const article = this.articles.find(code);
      if (article?.status === "sold") this.articles.update([{ ...article, status: "on_sale" }]);
    }
  }

  serverNow(): number {
    return this.clock.now() + this.session().clockOffsetMs;
  }

  /** A time that the server just told, so that the next tickets carry its clock. */
  async correctClock(serverTime: string): Promise<void> {
    const session = { ...this.session(), clockOffsetMs: Date.parse(serverTime) - this.clock.now() };
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

  session(): RegisterSession {
    const { session } = this.state.get();
    if (session === undefined) throw new Error("no register session is open on this device");
    return session;
  }
}

/** A label scanned while its predecessors were being paid belongs to the next customer, so only sold lines go. */
function without(basket: Basket, sold: SignedTicket | undefined): Basket {
  return (sold?.lines ?? []).reduce((rest, line) => remove(rest, line.code), basket);
}

function isPrivateSale({ privateSale }: RegisterSession, now: number): boolean {
  return (
    privateSale !== undefined &&
    now >= Date.parse(privateSale.starts_at) &&
    now < Date.parse(privateSale.ends_at)
  );
}
