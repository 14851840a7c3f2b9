import type { ListSummary } from "@/domain/lists";

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
