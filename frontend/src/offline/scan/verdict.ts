/** What a till says to a scanned code, from what it knows by itself: it never waits for the network. */
import { type Basket, type BasketLine, type EarlierSale, holds } from "@/offline/ticket/basket";
import { type Ledger, standingSale } from "@/offline/ticket/ledger";
import type { Catalogue, CatalogueArticle } from "./catalogue";

export type Verdict =
  | { readonly kind: "added"; readonly line: BasketLine }
  | { readonly kind: "already_here"; readonly code: string }
  | { readonly kind: "sold"; readonly code: string; readonly description: string; readonly sale: EarlierSale }
  | {
      readonly kind: "not_on_sale";
      readonly code: string;
      readonly description: string;
      readonly status: string;
      /** What the deposit table wrote down. */
      readonly reason?: string;
    }
  | { readonly kind: "unknown"; readonly code: string }
  | { readonly kind: "misread"; readonly text: string };

interface Known {
  readonly basket: Basket;
  readonly ledger: Ledger;
  readonly catalogue: Catalogue;
  readonly registerNumber: number;
}

/** `labelPriceCents` is the price of a genuine label: the one the customer saw, so the one that is sold. */
export function judge(known: Known, code: string, labelPriceCents?: number): Verdict {
  if (holds(known.basket, code)) return { kind: "already_here", code };
  const article = known.catalogue.find(code);
  const own = standingSale(known.ledger, code);
  // Once the server has recorded the sale its state of the article is the newer one: somebody may have cancelled it since.
  if (own !== undefined && (own.state !== "recorded" || article === undefined || article.status === "sold")) {
    const price = own.ticket.lines.find((line) => line.code === code)?.price_cents;
    const sale = { sold_at: own.ticket.sold_at, register_number: known.registerNumber };
    return soldBefore(code, article, price === undefined ? sale : { ...sale, price_cents: price });
  }
  if (article === undefined) {
    return labelPriceCents === undefined ? { kind: "unknown", code } : stranger(code, labelPriceCents);
  }
  return judgeArticle(article, labelPriceCents);
}

/** By the article's state alone. */
export function judgeArticle(
  article: CatalogueArticle,
  labelPriceCents?: number,
  sale: EarlierSale = {},
): Verdict {
  const { code, description, status } = article;
  if (status === "sold") return soldBefore(code, article, sale);
  if (status !== "on_sale") {
    const refusal = { kind: "not_on_sale", code, description, status } as const;
    return article.status_reason === undefined ? refusal : { ...refusal, reason: article.status_reason };
  }
  const { size, list_number, price_cents } = article;
  const line = {
    ...looks(article),
    ...{ code, description, size, list_number, price_cents: labelPriceCents ?? price_cents },
  };
  return { kind: "added", line: line.price_cents === price_cents ? line : { ...line, note: "label_price" } };
}

/** What the volunteer compares with the article in hand. */
function looks({ color, brand, label_color }: CatalogueArticle) {
  return {
    ...(color === undefined ? {} : { color }),
    ...(brand === undefined ? {} : { brand }),
    ...(label_color === undefined ? {} : { label_color }),
  };
}

function soldBefore(code: string, article: CatalogueArticle | undefined, sale: EarlierSale): Verdict {
  return { kind: "sold", code, description: article?.description ?? "", sale };
}

/** A genuine label that the catalogue does not know: a stale catalogue must not stop a sale. */
function stranger(code: string, price_cents: number): Verdict {
  const list_number = Number(/-L(\d+)-/.exec(code)?.[1] ?? 0);
  return {
    kind: "added",
    line: { code, price_cents, description: "", size: "", list_number, note: "not_in_catalogue" },
  };
}
