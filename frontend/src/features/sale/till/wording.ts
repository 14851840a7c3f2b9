import { METHOD_NAMES } from "@/domain/payments";
import { formatInstant } from "@/lib/dates";
import { formatCents, formatExactCents } from "@/lib/money";
import { counted } from "@/lib/words";
import type { Verdict } from "@/offline/scan/verdict";
import type { BasketLine, EarlierSale, Taken } from "@/offline/ticket/basket";
import { type TicketLine, totalOf } from "@/offline/ticket/ticket";

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

/** The answer to what was just done: it goes when something else is done, or when it does not hold any more. */
export interface Message {
  readonly tone: "good" | "bad" | "info";
  readonly title: string;
  readonly detail?: string;
  /** Money to hand over: read at arm's length. */
  readonly large?: true;
  /** A way back or on. */
  readonly action?: MessageAction;
  /** Holds only as long as tickets wait for the network. */
  readonly whileWaiting?: true;
}

export interface MessageAction {
  readonly label: string;
  readonly run: () => void;
  /** How long it is offered, in milliseconds; as long as the message when absent. */
  readonly forMs?: number;
}

/** For a mistake with a line that was taken out. */
const UNDO_MS = 5_000;

function lineInWords({ description, code, size, price_cents }: BasketLine): string {
  const name = description === "" ? `Article ${code}` : description;
  return `${name}${size === "" ? "" : ` · ${size}`} · ${formatCents(price_cents)}`;
}

/** `6 ans · bleu · Petit Bateau`: what is compared with the article in hand, for labels change places. */
export function looksInWords({ size, color, brand }: Pick<BasketLine, "size" | "color" | "brand">): string {
  return [size, color, brand].filter(Boolean).join(" · ");
}

export function basketInWords(lines: readonly TicketLine[]): string {
  return `${counted(lines.length, "article")}, ${formatExactCents(totalOf(lines))}`;
}

/** After lines were taken out of the ticket. */
export function removedInWords(lines: readonly BasketLine[], putBack: () => void): Message {
  const [first] = lines;
  return {
    tone: "info",
    title: `Retiré : ${lines.length === 1 && first !== undefined ? lineInWords(first) : basketInWords(lines)}`,
    action: { label: "Remettre", run: putBack, forMs: UNDO_MS },
  };
}

/** A code that was scanned and is not ours: a book's, a toy's, a loyalty card's. */
export function foreignInWords(text: string, search: () => void): Message {
  return {
    tone: "bad",
    title: "Ce code-barres n’est pas une étiquette de la bourse",
    detail: `${text} n’a rien ajouté. Scannez l’étiquette de la bourse ; si elle est tombée, cherchez l’article.`,
    action: { label: "Chercher l’article", run: search },
  };
}

/** What the volunteer reads after a scan. */
export function inWords(verdict: Verdict): Message {
  switch (verdict.kind) {
    case "added":
      return {
        tone: "good",
        title: lineInWords(verdict.line),
        ...(verdict.line.note === "label_price"
          ? { detail: "Prix de l’étiquette, différent du catalogue." }
          : {}),
        ...(verdict.line.note === "not_in_catalogue"
          ? { detail: "Étiquette authentique, absente du catalogue." }
          : {}),
        ...(verdict.line.note === "no_label" ? { detail: "Ajouté sans étiquette." } : {}),
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
    sale.sold_at && `le ${formatInstant(sale.sold_at)}`,
    sale.register_number && `caisse ${sale.register_number}`,
    sale.seller && `par ${sale.seller}`,
    sale.price_cents && formatCents(sale.price_cents),
  ].filter(Boolean);
  return parts.length > 0 ? `Vendu ${parts.join(", ")}.` : "Vendu à une autre caisse.";
}

/** A payment that a reload interrupted: what was taken is not forgotten. */
export function resumedInWords(taken: readonly Taken[] = []): Message | undefined {
  if (taken.length === 0) return undefined;
  return {
    tone: "info",
    title: `Vous avez déjà pris ${takenInWords(taken)}`,
    detail: "Le paiement continue où il en était.",
  };
}

/** `10,00 € (espèces), 5,00 € (carte)`. */
export function takenInWords(taken: readonly Taken[]): string {
  return taken
    .map(({ method, cents }) => `${formatExactCents(cents)} (${METHOD_NAMES[method].toLowerCase()})`)
    .join(", ");
}
