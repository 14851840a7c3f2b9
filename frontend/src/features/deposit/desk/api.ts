import { queryOptions } from "@tanstack/react-query";
import { type EditionStatus, hasReached, isReadOnly } from "@/domain/editions";
import { keys } from "@/domain/keys";
import { answer, api } from "@/lib/server/api";
import type { LineRules } from "@/offline/desk/database";

export interface DeskEdition {
  readonly id: string;
  readonly name: string;
  readonly status: EditionStatus;
  readonly isTraining: boolean;
}

/** The editions that articles are brought to, the one of these days first. */
export function deskEditions() {
  return queryOptions({
    queryKey: keys.editions("of-desks"),
    queryFn: async ({ signal }): Promise<readonly DeskEdition[]> => {
      const { items } = await answer(
        api.GET("/api/v1/editions", { params: { query: { per_page: 200 } }, signal }),
      );
      return items
        .filter((edition) => hasReached(edition, "deposit") && !isReadOnly(edition))
        .map(({ id, name, status, is_training }) => ({ id, name, status, isTraining: is_training }))
        .sort((a, b) => Number(b.status === "deposit") - Number(a.status === "deposit"));
    },
  });
}

/** What the rules say of a line; without an answer the server judges a correction when it arrives. */
export async function lineRules(edition_id: string): Promise<LineRules | undefined> {
  try {
    const { price, text, categories } = await answer(
      api.GET("/api/v1/catalogue", { params: { query: { edition_id } } }),
    );
    const kinds = categories.flatMap(({ subcategories }) => subcategories);
    const most = kinds.flatMap(({ code, price_max }) =>
      price_max ? [[code, price_max.cents] as const] : [],
    );
    return {
      price: { least: price.min_cents, step: price.step_cents, most: Object.fromEntries(most) },
      shortestDescription: text.description_min,
      longest: {
        description: text.description_max,
        size: text.size_max,
        color: text.color_max,
        brand: text.brand_max,
      },
    };
  } catch {
    return undefined;
  }
}
