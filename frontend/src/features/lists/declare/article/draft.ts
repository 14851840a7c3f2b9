import type { Article, Catalogue, Gender } from "@/domain/articles";
import { findKind, mayBeLot } from "@/domain/articles";
import type { ArticleWords } from "@/features/lists/declare/api";
import { parseEuros } from "@/lib/money";

/** An article as its form holds it: texts as they are typed. */
export interface Draft {
  readonly subcategory: string;
  readonly description: string;
  readonly gender: Gender | "";
  readonly size: string;
  readonly color: string;
  readonly brand: string;
  /** As typed, in euros. */
  readonly price: string;
  readonly is_lot: boolean;
  readonly lot_quantity: number;
  readonly certified: boolean;
}

export const EMPTY: Draft = {
  subcategory: "",
  description: "",
  gender: "",
  size: "",
  color: "",
  brand: "",
  price: "",
  is_lot: false,
  lot_quantity: 2,
  certified: false,
};

/** The article that was entered last: ids begin with the time. */
export function latestOf(articles: readonly Article[]): Article | undefined {
  return articles.reduce<Article | undefined>(
    (latest, article) => (latest === undefined || article.id > latest.id ? article : latest),
    undefined,
  );
}

/** Where the next article begins: most often it is for the same child, of the same size and brand. */
export function draftAfter(
  last: Partial<Pick<ArticleWords, "gender" | "size" | "brand">> | undefined,
): Draft {
  if (last === undefined) return EMPTY;
  return { ...EMPTY, gender: last.gender ?? "", size: last.size ?? "", brand: last.brand ?? "" };
}

export function draftOf(article: Article): Draft {
  return {
    subcategory: article.subcategory,
    description: article.description,
    gender: article.gender ?? "",
    size: article.size ?? "",
    color: article.color ?? "",
    brand: article.brand ?? "",
    price: String(article.price_cents / 100).replace(".", ","),
    is_lot: article.is_lot,
    lot_quantity: article.lot_quantity ?? EMPTY.lot_quantity,
    certified: article.certified,
  };
}

/** What is sent for a draft; `confirmed` says that a suspected article is none of the refused ones. */
export function bodyOf(draft: Draft, catalogue: Catalogue, confirmed: boolean): ArticleWords {
  const is_lot = draft.is_lot && mayBeLot(catalogue, draft.subcategory);
  return {
    category: findKind(catalogue, draft.subcategory)?.category.code ?? null,
    subcategory: draft.subcategory,
    description: draft.description,
    gender: draft.gender || null,
    size: draft.size.trim() || null,
    color: draft.color.trim() || null,
    brand: draft.brand.trim() || null,
    price_cents: parseEuros(draft.price) ?? 0,
    is_lot,
    lot_quantity: is_lot ? draft.lot_quantity : null,
    certified: draft.certified,
    confirm: confirmed ? ["blacklist_suspected"] : [],
  };
}

/** The same article once more, as when a removal is undone: what was asked about it has been answered. */
export function wordsOf(article: Article): ArticleWords {
  return {
    category: article.category,
    subcategory: article.subcategory,
    description: article.description,
    gender: article.gender ?? null,
    size: article.size ?? null,
    color: article.color ?? null,
    brand: article.brand ?? null,
    price_cents: article.price_cents,
    is_lot: article.is_lot,
    lot_quantity: article.lot_quantity ?? null,
    certified: article.certified,
    confirm: ["blacklist_suspected"],
  };
}

type Problems = Partial<Record<keyof Draft, string>>;

/** The rules that can be told while typing; the server has the last word. */
export function problemsOf(draft: Draft, catalogue: Catalogue): Problems {
  const { text, price, lots } = catalogue;
  const length = draft.description.trim().length;
  const cents = parseEuros(draft.price);
  const most = findKind(catalogue, draft.subcategory)?.kind.price_max?.cents;
  const is_lot = draft.is_lot && mayBeLot(catalogue, draft.subcategory);
  const found: Problems = {};
  if (length < text.description_min)
    found.description = `Décrivez l’article : ${text.description_min} lettres au moins`;
  if (length > text.description_max) found.description = `${text.description_max} lettres au plus`;
  if (cents === undefined) found.price = "Indiquez un prix";
  else if (cents < price.min_cents) found.price = `${price.min_cents / 100} € au moins`;
  else if (cents % price.step_cents !== 0) found.price = "Sans centimes";
  else if (most && cents > most) found.price = `${most / 100} € au plus`;
  if (is_lot && draft.brand.trim() === "") found.brand = "À indiquer pour un lot";
  if (is_lot && (draft.lot_quantity < lots.min || draft.lot_quantity > lots.max))
    found.lot_quantity = `De ${lots.min} à ${lots.max} pièces`;
  if (!draft.certified) found.certified = "Cochez cette case pour enregistrer";
  return found;
}
