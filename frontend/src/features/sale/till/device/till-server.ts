import { answer, tillApi as api } from "@/lib/server/api";
import { asProblem, type FieldProblem, type Problem } from "@/lib/server/problem";
import type { CatalogueArticle } from "@/offline/scan/catalogue";
import type { LineRefusal, SaleAnswer, TillServer } from "@/offline/sync/server";
import type { EarlierSale } from "@/offline/ticket/basket";
import type { SignedTicket } from "@/offline/ticket/ticket";

/** A customer is waiting: after this the sale is taken as it stands and handed over later. */
const SALE_TIMEOUT_MS = 4_000;
const SCAN_TIMEOUT_MS = 3_000;
const KNOCK_TIMEOUT_MS = 4_000;
const LONG_TIMEOUT_MS = 30_000;

/** The server had no time or no way to decide: the sale is kept and handed over later. */
const UNDECIDED = new Set([0, 401, 408, 429]);
/** The till and the server disagree about the past: the customer must not pay for it. */
const DOUBTED = new Set(["bad_signature", "broken_chain", "ticket_id_reused", "unknown_session"]);

const E = "/api/v1/editions/{id}";

/** `TillServer` over the generated client. */
export const tillServer: TillServer = {
  async sell(edition_id, ticket) {
    try {
      const recorded = await answer(
        api.POST(`${E}/tickets`, {
          params: { path: { id: edition_id } },
          body: wire(ticket),
          signal: AbortSignal.timeout(SALE_TIMEOUT_MS),
        }),
      );
      return { kind: "recorded", number: recorded.number };
    } catch (thrown) {
      return understood(asProblem(thrown));
    }
  },

  async sync(edition_id, tickets) {
    const { results } = await answer(
      api.POST(`${E}/tickets/sync`, {
        params: { path: { id: edition_id } },
        body: { tickets: tickets.map(wire) },
        signal: AbortSignal.timeout(LONG_TIMEOUT_MS),
      }),
    );
    return results;
  },

  async catalogue(edition_id, since) {
    const catalogue = await answer(
      api.GET(`${E}/register-catalogue`, {
        params: { path: { id: edition_id }, query: since === undefined ? {} : { since } },
        signal: AbortSignal.timeout(LONG_TIMEOUT_MS),
      }),
    );
    return {
      version: catalogue.version ?? undefined,
      articles: catalogue.articles.map(known),
      whole: catalogue.whole,
    };
  },

  async article(edition_id, code) {
    try {
      const found = await answer(
        api.GET(`${E}/articles/by-code/{code}`, {
          params: { path: { id: edition_id, code } },
          signal: AbortSignal.timeout(SCAN_TIMEOUT_MS),
        }),
      );
      const article = known(found);
      return found.sale ? { article, sale: found.sale } : { article };
    } catch (thrown) {
      if (asProblem(thrown).status === 404) return undefined;
      throw thrown;
    }
  },

  async report(id, { state, catalogueVersion, clockDriftMs, waitingTickets, storagePersisted }) {
    try {
      const taken = await answer(
        api.POST("/api/v1/register-sessions/{id}/report", {
          params: { path: { id } },
          body: {
            state,
            version: __APP_VERSION__,
            catalogue_version: catalogueVersion ?? null,
            clock_drift_ms: clockDriftMs,
            waiting_tickets: waitingTickets,
            storage_persisted: storagePersisted,
          },
          signal: AbortSignal.timeout(SCAN_TIMEOUT_MS),
        }),
      );
      return {
        serverTime: taken.server_time,
        open: taken.state === "open",
        expectedSequence: taken.expected_sequence,
      };
    } catch (thrown) {
      if (asProblem(thrown).code === "not_found") return undefined;
      throw thrown;
    }
  },

  async knock() {
    await answer(api.GET("/api/health", { signal: AbortSignal.timeout(KNOCK_TIMEOUT_MS) }));
  },
};

/** The client's types know no lists that cannot be changed. */
function wire(ticket: SignedTicket) {
  return { ...ticket, lines: [...ticket.lines], payments: [...ticket.payments] };
}

interface WireArticle {
  readonly code: string;
  readonly list_number: number;
  readonly line: number;
  readonly description: string;
  readonly size?: string | null;
  readonly color?: string | null;
  readonly brand?: string | null;
  readonly label_color?: string | null;
  readonly price_cents: number;
  readonly status: string;
  readonly status_reason?: string | null;
}

function known(found: WireArticle): CatalogueArticle {
  const { code, list_number, line, description, size, price_cents, status } = found;
  const { color, brand, label_color, status_reason } = found;
  return {
    ...{ code, list_number, line, description, size: size ?? "", price_cents, status },
    ...(color ? { color } : {}),
    ...(brand ? { brand } : {}),
    ...(label_color ? { label_color } : {}),
    ...(status_reason ? { status_reason } : {}),
  };
}

/** What a refused sale means for the till; throws again when it means nothing definite. */
function understood(problem: Problem): SaleAnswer {
  const { status, code, message, errors, facts } = problem;
  if (UNDECIDED.has(status) || status >= 500) throw problem;
  if (code === "clock_skew" && typeof facts.server_time === "string") {
    return { kind: "clock", serverTime: facts.server_time };
  }
  if (DOUBTED.has(code)) {
    const expected = facts.expected_sequence;
    return typeof expected === "number"
      ? { kind: "doubted", code, expectedSequence: expected }
      : { kind: "doubted", code };
  }
  return { kind: "refused", code, message, lines: errors.flatMap(lineRefusal) };
}

function lineRefusal(error: FieldProblem): LineRefusal[] {
  const line = /^lines\[(\d+)\]/.exec(error.field)?.[1];
  if (line === undefined) return [];
  const { sold_at, register_number, seller } = error as EarlierSale;
  const sale = {
    ...(sold_at === undefined ? {} : { sold_at }),
    ...(register_number === undefined ? {} : { register_number }),
    ...(seller === undefined ? {} : { seller }),
  };
  return [{ line: Number(line), code: error.code, message: error.message, sale }];
}
