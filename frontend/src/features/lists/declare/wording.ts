import type { Article } from "@/domain/articles";
import type { ListSummary } from "@/domain/lists";
import type { StateWords } from "@/lib/words";

/** What became of an article; nothing to say while its list is being written. */
export const ARTICLE_STATES: Readonly<Partial<Record<Article["status"], StateWords>>> = {
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

/** Why a list cannot be changed any more, and what to do. */
export function frozenWords(list: ListSummary): string | undefined {
  switch (list.frozen) {
    case "edition_closed":
      return "Cette bourse est terminée : votre liste reste consultable ici.";
    case "declaration_closed":
      return "La date limite de déclaration est passée. Si votre liste n’est pas complète, écrivez à l’association : elle peut la rouvrir.";
    case "list_validated":
      return "Votre liste est validée : elle ne change plus. Une erreur ? Écrivez à l’association, qui peut la rouvrir.";
    default:
      return undefined;
  }
}
