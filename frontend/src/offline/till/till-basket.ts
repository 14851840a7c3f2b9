import type { CatalogueArticle } from "@/offline/scan/catalogue";
import { judge, type Verdict } from "@/offline/scan/verdict";
import {
  add,
  type Basket,
  EMPTY,
  type LastSale,
  type LineNote,
  refuse,
  remove,
  type Taken,
  withTaken,
} from "@/offline/ticket/basket";
import { labelCheck } from "@/offline/ticket/signing";
import type { TicketLine } from "@/offline/ticket/ticket";
import type { TillMemory } from "./till-state";

/** The open ticket and those put aside: what is scanned goes in, when it can be sold. */
export class TillBasket {
  constructor(private readonly memory: TillMemory) {}

  /** A scanned label; a forged, misread or re-priced one is not looked up at all. */
  async scanLabel(code: string, priceCents: number, check: string): Promise<Verdict> {
    const { labelKey } = this.memory.session();
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
    if (verdict.kind === "added") await this.setBasket(add(this.memory.state.get().basket, verdict.line));
    return verdict;
  }

  private judge(code: string, labelPriceCents?: number): Verdict {
    const { basket, ledger } = this.memory.state.get();
    const { registerNumber } = this.memory.session();
    return judge(
      { basket, ledger, catalogue: this.memory.stock.catalogue, registerNumber },
      code,
      labelPriceCents,
    );
  }

  /**
   * What the till makes of an article that the server just described. Its own tickets that the server does not know yet
   * stand above it.
   */
  async hear(article: CatalogueArticle): Promise<Verdict> {
    await this.memory.stock.learn(article);
    return this.judge(article.code);
  }

  removeLine(code: string): Promise<void> {
    return this.setBasket(remove(this.memory.state.get().basket, code));
  }

  refuseLines(reasons: ReadonlyMap<string, string>): Promise<void> {
    return this.setBasket(refuse(this.memory.state.get().basket, reasons));
  }

  /**
   * Money for the open ticket while the rest is still to come; none when it was given back. A device that cannot write knows
   * it until the next reload; the sale itself says then that nothing could be written.
   */
  async keepTaken(taken: readonly Taken[]): Promise<void> {
    await this.setBasket(withTaken(this.memory.state.get().basket, taken)).catch(() => undefined);
  }

  /** What was just sold, for whoever asks for the change again; a device that cannot write forgets it with a reload. */
  async keepLast(last: LastSale): Promise<void> {
    this.memory.change({ last });
    await this.memory.database.keep("last", last).catch(() => undefined);
  }

  emptyBasket(): Promise<void> {
    return this.setBasket(EMPTY);
  }

  /** The customer went for money: the next one is served meanwhile. */
  async putAside(): Promise<void> {
    const { basket, aside } = this.memory.state.get();
    if (basket.lines.length > 0) await this.setAside([...aside, basket], EMPTY);
  }

  /** Lines that turn out to be another customer's become a ticket of their own, put aside. */
  async putApart(lines: readonly TicketLine[]): Promise<void> {
    const { basket, aside } = this.memory.state.get();
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
    const { basket, aside } = this.memory.state.get();
    const chosen = aside[index];
    if (chosen === undefined) return;
    const others = aside.filter((_, place) => place !== index);
    await this.setAside(basket.lines.length > 0 ? [...others, basket] : others, chosen);
  }

  private async setAside(aside: readonly Basket[], basket: Basket): Promise<void> {
    this.memory.change({ aside, basket });
    await this.memory.database.keepTogether({ aside, basket });
  }

  private async setBasket(basket: Basket): Promise<void> {
    this.memory.change({ basket });
    await this.memory.database.keep("basket", basket);
  }
}
