/** The till's copy of the catalogue, in memory and on the device. */

import type { CatalogueMark, TillDatabase } from "@/offline/database";
import { Catalogue, type CatalogueArticle } from "@/offline/scan/catalogue";
import { type Ledger, standingLines } from "@/offline/ticket/ledger";
import type { TicketLine } from "@/offline/ticket/ticket";

export class Stock {
  catalogue: Catalogue;

  constructor(
    private readonly database: TillDatabase,
    private readonly now: () => number,
    articles: readonly CatalogueArticle[] = [],
  ) {
    this.catalogue = new Catalogue(articles);
  }

  clear(): void {
    this.catalogue = new Catalogue();
  }

  /** A download that was asked for at `askedAt`, in milliseconds by this device. */
  async renew(
    articles: readonly CatalogueArticle[],
    version: string | undefined,
    whole: boolean,
    askedAt: number,
  ): Promise<CatalogueMark> {
    const mark = { version, refreshedAt: this.now() };
    await this.database.keepCatalogue(this.catalogue.renew(articles, whole, askedAt), mark, whole);
    return mark;
  }

  /** One article as the server just described it. */
  async learn(article: CatalogueArticle): Promise<void> {
    this.catalogue.learn(article, this.now());
    await this.database.keepArticles([article]);
  }

  /** The lines of a cancelled sale are on sale again before the next refresh says so. */
  async backOnSale(lines: readonly TicketLine[]): Promise<void> {
    const back = this.inState(lines, "sold").map((article) => ({ ...article, status: "on_sale" }));
    for (const article of back) this.catalogue.learn(article, this.now());
    await this.database.keepArticles(back);
  }

  /** Articles that became sold because the server has recorded their tickets since `before`. */
  soldBetween(before: Ledger, after: Ledger): CatalogueArticle[] {
    const recorded = new Set(before.filter((entry) => entry.state === "recorded").map(ticketId));
    const lines = after
      .filter((entry) => entry.state === "recorded" && !recorded.has(ticketId(entry)))
      .flatMap((entry) => standingLines(after, entry));
    return this.inState(lines, "on_sale").map((article) => ({ ...article, status: "sold" }));
  }

  /** Those articles, once they are written down. */
  haveSold(articles: readonly CatalogueArticle[]): void {
    for (const article of articles) this.catalogue.learn(article, this.now());
  }

  private inState(lines: readonly TicketLine[], status: string): CatalogueArticle[] {
    return lines.flatMap(({ code }) => {
      const article = this.catalogue.find(code);
      return article?.status === status ? [article] : [];
    });
  }
}

function ticketId(entry: Ledger[number]): string {
  return entry.ticket.ticket_id;
}
