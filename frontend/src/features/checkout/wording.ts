import { formatDate } from "@/lib/dates";
import { formatCents } from "@/lib/money";
import type { EarlierSale } from "@/offline/basket";
import type { PaymentMethod } from "@/offline/ticket";
import type { Verdict } from "@/offline/verdict";

export const METHOD_NAMES: Readonly<Record<PaymentMethod, string>> = {
  cash: "Espèces",
  card: "Carte",
  cheque: "Chèque",
};

/** Why an article that exists cannot be sold. */
const STATUS_REASONS: Readonly<Record<string, string>> = {
  draft: "Article jamais déposé : la liste n’est pas validée.",
  declared: "Article pas encore accepté au dépôt.",
  accepted: "Article accepté, mais la vente n’est pas ouverte.",
  refused: "Article refusé au dépôt.",
  not_brought: "Article non apporté au dépôt.",
  withdrawn: "Article retiré de la vente.",
  lost: "Article noté comme perdu.",
  unsold: "La vente est terminée.",
  returned: "Article déjà rendu au déposant.",
  donated: "Article donné.",
};

export interface Message {
  readonly tone: "good" | "bad" | "info";
  readonly title: string;
  readonly detail?: string;
}

/** What the volunteer reads after a scan. */
export function inWords(verdict: Verdict): Message {
  switch (verdict.kind) {
    case "added":
      return {
        tone: "good",
        title: `${verdict.line.description || `Article ${verdict.line.code}`} · ${formatCents(verdict.line.price_cents)}`,
        ...(verdict.line.note === "label_price"
          ? { detail: "Prix de l’étiquette, différent du catalogue." }
          : {}),
        ...(verdict.line.note === "not_in_catalogue"
          ? { detail: "Étiquette authentique, absente du catalogue." }
          : {}),
      };
    case "already_here":
      return {
        tone: "bad",
        title: "Déjà dans ce ticket",
        detail: `${verdict.code} n’a pas été ajouté une seconde fois.`,
      };
    case "sold":
      return {
        tone: "bad",
        title: `Déjà vendu${verdict.description ? ` : ${verdict.description}` : ""}`,
        detail: describeSale(verdict.sale),
      };
    case "not_on_sale":
      return {
        tone: "bad",
        title: `Pas en vente${verdict.description ? ` : ${verdict.description}` : ""}`,
        detail: [STATUS_REASONS[verdict.status] ?? "Demandez à un gestionnaire.", verdict.reason]
          .filter(Boolean)
          .join(" "),
      };
    case "unknown":
      return {
        tone: "bad",
        title: `Code inconnu : ${verdict.code}`,
        detail: "Vérifiez le code, ou cherchez par description, liste ou prix.",
      };
    case "misread":
      return { tone: "bad", title: "Étiquette mal lue", detail: "Scannez-la encore une fois." };
  }
}

function describeSale(sale: EarlierSale): string {
  const parts = [
    sale.sold_at && `le ${formatDate(sale.sold_at, "weekday")} à ${formatDate(sale.sold_at, "time")}`,
    sale.register_number && `caisse ${sale.register_number}`,
    sale.seller && `par ${sale.seller}`,
    sale.price_cents && formatCents(sale.price_cents),
  ].filter(Boolean);
  return parts.length > 0 ? `Vendu ${parts.join(", ")}.` : "Vendu à une autre caisse.";
}
