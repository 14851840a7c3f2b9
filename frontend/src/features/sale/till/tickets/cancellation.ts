import { as } from "@/features/sale/till/api";
import { formatExactCents } from "@/lib/money";
import { answer, api, tillApi } from "@/lib/server/api";
import { perMethod } from "@/offline/ticket/takings";
import type { Payment } from "@/offline/ticket/ticket";

export const CANCEL_REASONS = {
  scan_error: "Erreur de scan",
  customer_changed_mind: "Le client a changé d’avis",
  article_defect: "L’article a un défaut",
  other: "Autre raison",
} as const;
export type CancelReason = keyof typeof CANCEL_REASONS;

interface Cancellation {
  readonly ticketId: string;
  /** Of this till: its drawer gives the money, also when the one that took it was counted. */
  readonly sessionId: string;
  /** Indices from 0; all that stands when undefined. */
  readonly lines: readonly number[] | undefined;
  readonly reason: CancelReason;
  readonly comment: string;
  /** A part of a cheque cannot go back: the money is cash, and booked as cash. */
  readonly inCash: boolean;
  /** Of a manager who stands beside; the seller's own session when undefined. */
  readonly token: string | undefined;
}

export interface Cancelled {
  /** What goes back to the customer by the books, method by method, in cents. */
  readonly back: readonly Payment[];
  /** The lines that are cancelled; all of them when undefined. */
  readonly lines: readonly number[] | undefined;
  /** Why the others are not. */
  readonly failure?: unknown;
}

/** Cancels and says what the customer gets back by the server's books. Throws when nothing was cancelled. */
export async function cancelSale({
  ticketId,
  sessionId,
  lines,
  reason,
  comment,
  inCash,
  token,
}: Cancellation): Promise<Cancelled> {
  const body = {
    reason,
    comment: comment.trim() === "" ? null : comment.trim(),
    refund_method: inCash ? ("cash" as const) : null,
    refund_session_id: sessionId,
  };
  const path = { id: ticketId };
  const client = token === undefined ? tillApi : api;
  if (lines === undefined) {
    const { given_back } = await answer(
      client.POST("/api/v1/tickets/{id}/cancel", { params: { path }, body, ...as(token) }),
    );
    return { back: perMethod(given_back.payments), lines };
  }
  const back: Payment[] = [];
  const done: number[] = [];
  for (const line of lines) {
    try {
      const { given_back } = await answer(
        client.POST("/api/v1/tickets/{id}/lines/{line}/cancel", {
          params: { path: { ...path, line: String(line + 1) } },
          body,
          ...as(token),
        }),
      );
      back.push(...given_back.payments);
      done.push(line);
    } catch (failure) {
      if (done.length === 0) throw failure;
      return { back: perMethod(back), lines: done, failure };
    }
  }
  return { back: perMethod(back), lines: done };
}

/** `5,00 € en espèces et le chèque de 21,00 €`: money that goes back, method by method. */
export function backInWords(back: readonly Payment[], paid: readonly Payment[]): string {
  const parts = back
    .filter(({ amount_cents }) => amount_cents > 0)
    .map(({ method, amount_cents }) => {
      const euros = formatExactCents(amount_cents);
      if (method === "cash") return `${euros} en espèces`;
      if (method === "card") return `${euros} sur la carte`;
      const whole = paid.some((one) => one.method === "cheque" && one.amount_cents === amount_cents);
      return whole ? `le chèque de ${euros}` : `${euros} sur le chèque`;
    });
  const last = parts.pop();
  if (last === undefined) return "";
  return parts.length === 0 ? last : `${parts.join(", ")} et ${last}`;
}
