import { queryOptions } from "@tanstack/react-query";
import { answer, api } from "@/lib/server/api";
import type { components } from "@/lib/server/wire";
import type { StateWords } from "@/lib/words";
import { keys } from "./keys";

type Schemas = components["schemas"];
export type Article = Schemas["ArticleView"];
export type Catalogue = Schemas["Catalogue"];
export type Counters = Schemas["Counters"];
export type Gender = Schemas["Gender"];

/** The rules of an edition, or those of today when none is named. They hardly ever change. */
export function catalogueQuery(edition_id?: string) {
  return queryOptions({
    queryKey: keys.catalogue(edition_id ?? ""),
    queryFn: ({ signal }) =>
      answer(
        api.GET("/api/v1/catalogue", {
          params: { query: edition_id === undefined ? {} : { edition_id } },
          signal,
        }),
      ),
    staleTime: 600_000,
  });
}

type Category = Catalogue["categories"][number];
type Kind = Category["subcategories"][number];
export type RefusedKind = Catalogue["refused"][number];
type Audience = Catalogue["genders"][number]["audience"];

export interface KindInCategory {
  readonly category: Category;
  readonly kind: Kind;
}

export function kindsOf(catalogue: Catalogue): readonly KindInCategory[] {
  return catalogue.categories.flatMap((category) =>
    category.subcategories.map((kind) => ({ category, kind })),
  );
}

export function findKind(catalogue: Catalogue, code: string): KindInCategory | undefined {
  return kindsOf(catalogue).find(({ kind }) => kind.code === code);
}

/** Why a refused kind is refused. */
export function reasonOf(catalogue: Catalogue, refused: RefusedKind): string {
  return catalogue.refusal_reasons.find((reason) => reason.code === refused.reason)?.french ?? "";
}

export function audienceOf(catalogue: Catalogue, gender: Gender | null): Audience | undefined {
  return catalogue.genders.find((one) => one.code === gender)?.audience;
}

interface Range {
  readonly min_cents: number;
  readonly max_cents: number;
}

/** Usual prices of a kind: those of its audience when it is known, else of both. */
export function priceHints(kind: Kind, audience: Audience | undefined): readonly (Range & { of: string })[] {
  const { child, adult } = kind.price_hint ?? {};
  return [
    ...(child && audience !== "adult" ? [{ ...child, of: "enfant" }] : []),
    ...(adult && audience !== "child" ? [{ ...adult, of: "adulte" }] : []),
  ];
}

/** Kinds that only babies wear. */
const BABY_KINDS = new Set(["layette", "bodysuit"]);

/** Sizes to choose from, a row for each way to count them; the field takes any other. */
export function sizeRows(
  { sizes }: Catalogue,
  { category, kind }: KindInCategory,
  audience: Audience | undefined,
): readonly (readonly string[])[] {
  if (category.code === "shoes") return [sizes.shoes];
  if (category.code !== "clothes") return [];
  if (BABY_KINDS.has(kind.code)) return [sizes.months];
  if (audience === "adult") return [sizes.adults];
  const children = [sizes.months, sizes.years];
  return audience === "child" ? children : [...children, sizes.adults];
}

export function mayBeLot(catalogue: Catalogue, kind: string): boolean {
  return catalogue.lots.subcategories.includes(kind);
}

/** The sentence that refuses one more of this kind; `replaced` is the kind of the article being changed. */
export function fullLimit(
  catalogue: Catalogue,
  counters: Counters,
  kind: string,
  replaced: string | undefined,
): string | undefined {
  const counts = (limit: Catalogue["limits"][number], code: string) =>
    limit.subcategories?.includes(code) ?? true;
  return catalogue.limits.find((limit) => {
    if (!counts(limit, kind)) return false;
    const used = counters.limits.find(({ rule }) => rule === limit.rule)?.used ?? 0;
    const freed = replaced !== undefined && counts(limit, replaced) ? 1 : 0;
    return used - freed >= limit.max;
  })?.message;
}

/** The articles of a list under their headings, in the order of the list. */
export function byCategory(catalogue: Catalogue, articles: readonly Article[]) {
  return catalogue.categories
    .map((category) => ({
      category,
      articles: articles
        .filter((article) => article.category === category.code)
        .toSorted((one, other) => one.line - other.line),
    }))
    .filter((group) => group.articles.length > 0);
}

/** Where an article stands. */
export const ARTICLE_STATES: Readonly<Record<Article["status"], StateWords>> = {
  draft: { words: "Brouillon", tone: "neutral" },
  declared: { words: "Déclaré", tone: "neutral" },
  accepted: { words: "Accepté", tone: "good" },
  refused: { words: "Refusé", tone: "bad" },
  not_brought: { words: "Non apporté", tone: "bad" },
  on_sale: { words: "En vente", tone: "accent" },
  sold: { words: "Vendu", tone: "good" },
  unsold: { words: "Invendu", tone: "neutral" },
  returned: { words: "Rendu", tone: "neutral" },
  donated: { words: "Donné", tone: "neutral" },
  withdrawn: { words: "Retiré", tone: "bad" },
  lost: { words: "Égaré", tone: "bad" },
};

/** There is nothing to say of it yet: its list is being written, or waits for the deposit. */
export function isUndecided({ status }: Pick<Article, "status">): boolean {
  return status === "draft" || status === "declared";
}
