import { queryOptions } from "@tanstack/react-query";
import { keys } from "@/domain/keys";
import type { GivenBack, TicketLine } from "@/domain/tickets";
import { answer, api } from "@/lib/server/api";
import type { components } from "@/lib/server/wire";

type Schemas = components["schemas"];
export type Claim = Schemas["ClaimView"];
export type Conflict = Schemas["ConflictView"];
export type Quarantined = Schemas["QuarantineView"];
export type UnownedLine = Schemas["UnownedLine"];
export type Contradiction = Schemas["Contradiction"];
export type Article = Schemas["ArticleView"];

export function conflictsQuery(id: string) {
  return queryOptions({
    queryKey: keys.edition(id, "conflicts"),
    queryFn: async ({ signal }): Promise<readonly Conflict[]> =>
      (await answer(api.GET("/api/v1/editions/{id}/conflicts", { params: { path: { id } }, signal }))).items,
  });
}

export function quarantineQuery(id: string, state: "waiting" | "dropped" = "waiting") {
  return queryOptions({
    queryKey: keys.edition(id, "quarantine", state),
    queryFn: async ({ signal }): Promise<readonly Quarantined[]> =>
      (
        await answer(
          api.GET("/api/v1/editions/{id}/quarantine", {
            params: { path: { id }, query: { state, per_page: 200 } },
            signal,
          }),
        )
      ).items,
  });
}

/** What a manager decides about money that belongs to no sale that counts. */
export interface Settling {
  /** `refund`: the customers get their money back; `keep`: the association keeps it. */
  readonly how: "refund" | "keep";
  readonly reason: string;
  /** The open session whose drawer gives it; none means the one that took it. */
  readonly refund_session_id: string | null;
}

/** Settles the claims on an article other than the one that counts; answers with what customers get. */
export async function settleConflict(id: string, settling: Settling): Promise<readonly GivenBack[]> {
  const { given_back } = await answer(
    api.POST("/api/v1/conflicts/{id}/settle", {
      params: { path: { id } },
      body: { ...settling, refund_method: null },
    }),
  );
  // Left out of the answer when nobody gets anything.
  return given_back ?? [];
}

/** Sold lines that belong to no article, the oldest first. */
export function unownedQuery(id: string) {
  return queryOptions({
    queryKey: keys.edition(id, "lines-without-owner"),
    queryFn: async ({ signal }): Promise<readonly UnownedLine[]> =>
      (
        await answer(
          api.GET("/api/v1/editions/{id}/lines-without-owner", {
            params: { path: { id }, query: { per_page: 200 } },
            signal,
          }),
        )
      ).items,
  });
}

/** Settles a line without an article; answers with what the customer gets. */
export async function settleLine(id: string, settling: Settling) {
  const { given_back } = await answer(
    api.POST("/api/v1/lines/{id}/settle", {
      params: { path: { id } },
      body: { ...settling, refund_method: null },
    }),
  );
  return given_back == null ? [] : [given_back];
}

/** Says which article a line sold. */
export function assignLine(id: string, article_id: string, reason: string) {
  return answer(
    api.POST("/api/v1/lines/{id}/assign", { params: { path: { id } }, body: { article_id, reason } }),
  );
}

/** The articles that a code or a word names. */
export function articlesQuery(id: string, q: string) {
  return queryOptions({
    queryKey: keys.edition(id, "articles", q),
    enabled: q !== "",
    queryFn: async ({ signal }): Promise<readonly Article[]> =>
      (
        await answer(
          api.GET("/api/v1/editions/{id}/articles", {
            params: { path: { id }, query: { q, per_page: 200 } },
            signal,
          }),
        )
      ).items,
  });
}

/** Sold articles about which the deposit, the hall or the return had decided something else. */
export function contradictionsQuery(id: string) {
  return queryOptions({
    queryKey: keys.edition(id, "contradictions"),
    queryFn: async ({ signal }): Promise<readonly Contradiction[]> =>
      (
        await answer(
          api.GET("/api/v1/editions/{id}/contradictions", {
            params: { path: { id }, query: { per_page: 200 } },
            signal,
          }),
        )
      ).items,
  });
}

/** Leaves several quarantined tickets out for one reason; answers with how many. */
export async function dropTickets(edition: string, ids: readonly string[], reason: string) {
  const { dropped } = await answer(
    api.POST("/api/v1/editions/{id}/quarantine/drop", {
      params: { path: { id: edition } },
      body: { ids: [...ids], reason },
    }),
  );
  return dropped;
}

/** `session_id` names the drawer that holds the money of a ticket whose own session is unknown. */
export function decideTicket(id: string, how: "accept" | "drop", reason: string, session_id: string | null) {
  return answer(
    api.POST(`/api/v1/quarantine/{id}/${how}`, { params: { path: { id } }, body: { reason, session_id } }),
  );
}

/** What the depositor's share of a line is reckoned from, where the price paid is in question. */
export function decidePrice(ticket: string, line: TicketLine, payout_price_cents: number, reason: string) {
  return answer(
    api.POST("/api/v1/tickets/{id}/lines/{line}/payout-price", {
      params: { path: { id: ticket, line: `${line.line}` } },
      // What was decided when this page was read: somebody else may have decided since.
      body: { payout_price_cents, was_cents: line.payout_price_cents ?? null, reason },
    }),
  );
}
