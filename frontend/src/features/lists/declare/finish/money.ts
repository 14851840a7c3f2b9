import type { Article } from "@/domain/articles";
import type { Edition } from "@/domain/editions";
import type { ListType } from "@/domain/lists";
import { formatCents } from "@/lib/money";

/** The association's part, rounded half up to the cent as the payout does it (domain.md 7). */
export function shareOf(total_cents: number, commission_bp: number): number {
  return Math.floor((total_cents * commission_bp + 5000) / 10_000);
}

interface Fees {
  /** What this list costs by itself. */
  readonly cents: number;
  readonly words?: string;
}

type FeeSettings = Pick<Edition, "member_list_fee_cents" | "family_pair_fee_cents">;

/** Fees taken off the sales; those of the usual lists are paid before, and families pay by pairs of lists (domain.md 7). */
export function feesOf(type: ListType, edition: FeeSettings): Fees {
  switch (type) {
    case "member_1000":
      return { cents: edition.member_list_fee_cents };
    case "family_2000": {
      const fee = edition.family_pair_fee_cents;
      if (fee === 0) return { cents: 0 };
      return { cents: 0, words: `S’y ajoutent ${formatCents(fee)} de frais par paire de listes commencée.` };
    }
    default:
      return { cents: 0 };
  }
}

/** Titles of articles without a size, where sizes count, and of those without a colour. */
export function lackingOf(articles: readonly Article[]) {
  const worn = (article: Article) => article.category === "clothes" || article.category === "shoes";
  const titles = (lacking: (article: Article) => boolean) =>
    articles.filter((article) => worn(article) && lacking(article)).map(({ title }) => title);
  return { size: titles(({ size }) => !size), color: titles(({ color }) => !color) };
}
