/** An article as a till knows it: what it needs to sell it, nothing about its owner. */
export interface CatalogueArticle {
  readonly code: string;
  readonly list_number: number;
  readonly line: number;
  readonly description: string;
  readonly size: string;
  /** Of the article: with its brand what shows that a label hangs on another one. */
  readonly color?: string;
  readonly brand?: string;
  /** Of the list's labels, `#RRGGBB`. */
  readonly label_color?: string;
  readonly price_cents: number;
  /** The article's state as the server writes it: `on_sale`, `sold`, `refused`, ... */
  readonly status: string;
  /** Why it is refused or withdrawn. */
  readonly status_reason?: string;
}

export const SHOWN = 40;

/** The articles of an edition in memory, found by code or by what a person remembers of a lost label. */
export class Catalogue {
  private readonly byCode = new Map<string, CatalogueArticle>();
  private readonly words = new Map<string, string>();
  /** When something newer than the last download was learned of an article. */
  private readonly learnedAt = new Map<string, number>();

  constructor(articles: Iterable<CatalogueArticle> = []) {
    this.update(articles);
  }

  get size(): number {
    return this.byCode.size;
  }

  update(articles: Iterable<CatalogueArticle>): void {
    for (const article of articles) {
      this.byCode.set(article.code, article);
      this.words.delete(article.code);
    }
  }

  /** What the server or this till's own sales say now, `at` in milliseconds: a download begun earlier does not undo it. */
  learn(article: CatalogueArticle, at: number): void {
    this.update([article]);
    this.learnedAt.set(article.code, at);
  }

  /** A download that was asked for at `askedAt`, all articles or the changed ones; answers what it brought. */
  renew(articles: readonly CatalogueArticle[], whole: boolean, askedAt: number): CatalogueArticle[] {
    const older = (code: string) => (this.learnedAt.get(code) ?? Number.NEGATIVE_INFINITY) >= askedAt;
    const brought = articles.map((article) =>
      older(article.code) ? (this.byCode.get(article.code) ?? article) : article,
    );
    if (whole) {
      this.byCode.clear();
      this.words.clear();
    }
    this.update(brought);
    for (const [code, at] of this.learnedAt) if (at < askedAt) this.learnedAt.delete(code);
    return brought;
  }

  find(code: string): CatalogueArticle | undefined {
    return this.byCode.get(code);
  }

  /**
   * Every word must occur: in the description, the size, the colour, the brand or the code, as the list's number, or as the price in euros.
   * What can be sold comes first.
   */
  search(text: string): CatalogueArticle[] {
    // "12 €" is a price like "12€" and "12".
    const wanted = plain(text)
      .split(/\s+/)
      .filter((word) => word !== "" && word !== "€");
    if (wanted.length === 0) return [];
    const found: CatalogueArticle[] = [];
    for (const article of this.byCode.values()) {
      if (wanted.every((word) => this.matches(article, word))) found.push(article);
    }
    const rank = (article: CatalogueArticle) => (article.status === "on_sale" ? 0 : 1);
    return found
      .sort((a, b) => rank(a) - rank(b) || a.list_number - b.list_number || a.line - b.line)
      .slice(0, SHOWN);
  }

  private matches(article: CatalogueArticle, word: string): boolean {
    const euros = /^(\d+)(?:[.,](\d{1,2}))?€?$/.exec(word);
    if (euros) {
      const cents = Number(euros[1]) * 100 + Number((euros[2] ?? "").padEnd(2, "0"));
      if (article.price_cents === cents || String(article.list_number) === word) return true;
    }
    return this.textOf(article).includes(word);
  }

  private textOf(article: CatalogueArticle): string {
    const known = this.words.get(article.code);
    if (known !== undefined) return known;
    const text = plain(
      [article.description, article.size, article.color, article.brand, article.code]
        .filter(Boolean)
        .join(" "),
    );
    this.words.set(article.code, text);
    return text;
  }
}

/** Without case and accents. */
function plain(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}
