import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { formatInstant } from "@/lib/dates";
import { formatExactCents } from "@/lib/money";
import { answer, api } from "@/lib/server/api";
import type { components, paths as routes } from "@/lib/server/wire";
import { keys } from "./keys";
import { METHOD_NAMES, type PaymentMethod } from "./payments";

type Schemas = components["schemas"];
export type Ticket = Schemas["TicketView"];
export type TicketLine = Schemas["LineView"];
export type CancelReason = Schemas["CancelReason"];
export type GivenBack = Schemas["GivenBack"];

type Query = NonNullable<routes["/api/v1/editions/{id}/tickets"]["get"]["parameters"]["query"]>;

const TICKETS_PER_PAGE = 50;

/** One page of an edition's tickets, searched by the server: a weekend makes some three thousand. */
export function ticketsQuery(id: string, query: Query) {
  return queryOptions({
    queryKey: keys.edition(id, "tickets", query),
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) =>
      answer(
        api.GET("/api/v1/editions/{id}/tickets", {
          params: { path: { id }, query: { ...query, per_page: TICKETS_PER_PAGE } },
          signal,
        }),
      ),
  });
}

/** The days on which something was sold or taken back. */
export function ticketDaysQuery(id: string) {
  return queryOptions({
    queryKey: keys.edition(id, "ticket-days"),
    queryFn: async ({ signal }) => {
      const path = { id };
      const { days } = await answer(
        api.GET("/api/v1/editions/{id}/tickets/days", { params: { path }, signal }),
      );
      return days;
    },
  });
}

/** In the order of a count. */
export const SALE_METHODS = ["cash", "card", "cheque"] as const satisfies readonly PaymentMethod[];

/** What a drawer holds of each. */
export const DRAWER_NAMES: Readonly<Record<PaymentMethod, string>> = { ...METHOD_NAMES, cheque: "Chèques" };

/** A cheque goes back itself, and only whole. */
const GIVEN_BACK: Readonly<Record<PaymentMethod, (euros: string) => string>> = {
  cash: (euros) => `${euros} en espèces`,
  card: (euros) => `${euros} sur la carte`,
  cheque: (euros) => `le chèque de ${euros}`,
};

export const REASONS: Readonly<Record<CancelReason, string>> = {
  scan_error: "Erreur de scan",
  customer_changed_mind: "Le client a changé d’avis",
  article_defect: "Défaut de l’article",
  other: "Autre raison",
};

/** Cents with each method: of a ticket, its payments less what was given back. */
export function paidWith(ticket: Pick<Ticket, "payments">): ReadonlyMap<PaymentMethod, number> {
  const sums = new Map<PaymentMethod, number>();
  for (const { method, amount_cents } of ticket.payments) {
    sums.set(method, (sums.get(method) ?? 0) + amount_cents);
  }
  return sums;
}

/** `5,00 € en espèces et le chèque de 21,00 €`: what customers get, each method once. */
export function backInWords(back: readonly Pick<GivenBack, "payments">[]): string {
  return [...paidWith({ payments: back.flatMap(({ payments }) => payments) })]
    .map(([method, cents]) => GIVEN_BACK[method](formatExactCents(cents)))
    .join(" et ");
}

/** `caisse 3` or `caisses 2 et 3`: in whose count the money that went back is. */
export function drawersInWords(back: readonly Pick<GivenBack, "register_number">[]): string {
  const numbers = [...new Set(back.map(({ register_number }) => register_number))];
  return `${numbers.length < 2 ? "caisse" : "caisses"} ${numbers.join(" et ")}`;
}

/** `Espèces 5,00 € · Chèque 21,00 €`, without what was given back whole. */
export function paymentWords(ticket: Pick<Ticket, "payments">): string {
  const words = [...paidWith(ticket)]
    .filter(([, cents]) => cents !== 0)
    .map(([method, cents]) => `${METHOD_NAMES[method]} ${formatExactCents(cents)}`);
  return words.length > 0 ? words.join(" · ") : "Tout a été rendu";
}

/** `Payé Espèces 17,00 €, rendu 12,00 € en espèces`: both sides of what `paymentWords` nets. */
export function moneyWords({ payments }: Pick<Ticket, "payments">): string {
  const taken = payments.filter(({ amount_cents }) => amount_cents > 0);
  const back = payments
    .filter(({ amount_cents }) => amount_cents < 0)
    .map(({ method, amount_cents }) => ({ method, amount_cents: -amount_cents }));
  const words = paymentWords({ payments: taken });
  return back.length === 0 ? words : `${words}, rendu ${backInWords([{ payments: back }])}`;
}

/** What a till noted when it took a sale back while it was offline: `Annulation faite à la caisse, rendu 4,00 € en espèces`. */
export function counterWords({ payments }: Pick<Ticket, "payments">): string {
  const back = payments.map(({ method, amount_cents }) => ({ method, amount_cents: -amount_cents }));
  return `Annulation faite à la caisse, rendu ${backInWords([{ payments: back }])}`;
}

/** Sum of what was not cancelled of a ticket; a counter-ticket has nothing, since the ticket that it cancels lost it already. */
export function standingCents(ticket: Pick<Ticket, "cancels" | "lines">): number {
  return standing(ticket).reduce((sum, { price_cents }) => sum + price_cents, 0);
}

/** What may still be cancelled of a ticket. */
export function standing(ticket: Pick<Ticket, "cancels" | "lines">): readonly TicketLine[] {
  return ticket.cancels == null ? ticket.lines.filter((line) => line.cancelled_at == null) : [];
}

/** `samedi 8 novembre à 10 h 32 · caisse 3, Camille M.` */
export function madeWhere(ticket: Ticket): string {
  return `${formatInstant(ticket.sold_at)} · caisse ${ticket.register_number}, ${ticket.seller}`;
}
