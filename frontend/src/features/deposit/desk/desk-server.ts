import { answer, api, deskApi } from "@/lib/server/api";
import type { components } from "@/lib/server/wire";
import type { Command, Decision, Value } from "@/offline/decisions/commands";
import type { DeskCatalogue, DeskList } from "@/offline/decisions/lists";
import type { CommandResult, DeskServer } from "@/offline/desk/server";

const SYNC_TIMEOUT_MS = 30_000;
const CATALOGUE_TIMEOUT_MS = 60_000;
const SHORT_TIMEOUT_MS = 5_000;

type Schemas = components["schemas"];

/** `DeskServer` over the generated api. */
export const deskServer: DeskServer = {
  async catalogue(id, since) {
    const found = await answer(
      deskApi.GET("/api/v1/editions/{id}/desk-catalogue", {
        params: { path: { id }, query: since === undefined ? {} : { since } },
        signal: AbortSignal.timeout(CATALOGUE_TIMEOUT_MS),
      }),
    );
    return catalogueOf(found);
  },

  async sync(id, commands) {
    const { server_time, results } = await answer(
      deskApi.POST("/api/v1/editions/{id}/desk/sync", {
        params: { path: { id } },
        body: { commands: commands.map(wire) },
        signal: AbortSignal.timeout(SYNC_TIMEOUT_MS),
      }),
    );
    return { serverTime: server_time, results: results.map(resultOf) };
  },

  async report(id, { openListId, unsent }) {
    const { server_time, open } = await answer(
      deskApi.POST("/api/v1/desk-sessions/{id}/report", {
        params: { path: { id } },
        body: { open_list_id: openListId ?? null, unsent, version: __APP_VERSION__, clock_ms: Date.now() },
        signal: AbortSignal.timeout(SHORT_TIMEOUT_MS),
      }),
    );
    return { serverTime: server_time, open };
  },

  async close(id) {
    await answer(
      deskApi.POST("/api/v1/desk-sessions/{id}/close", {
        params: { path: { id } },
        signal: AbortSignal.timeout(SHORT_TIMEOUT_MS),
      }),
    );
  },

  async knock() {
    await answer(deskApi.GET("/api/health", { signal: AbortSignal.timeout(SHORT_TIMEOUT_MS) }));
  },
};

export function openDeskSession(id: string, desk_number: number | null, volunteers: readonly string[]) {
  return answer(
    api.POST("/api/v1/editions/{id}/desk-sessions", {
      params: { path: { id } },
      body: { desk_number, volunteers: [...volunteers] },
    }),
  );
}

/** Of a device that speaks for its desk: no till stands behind it. */
function wire({ article_id, value, desk_session_id, ...command }: Command): Schemas["SentCommand"] {
  return {
    ...command,
    article_id: article_id ?? null,
    value: value ?? null,
    desk_session_id: desk_session_id ?? null,
    register_session_id: null,
  };
}

function resultOf({ id, status, message }: Schemas["CommandResult"]): CommandResult {
  return { id, status, ...(message && { message }) };
}

function catalogueOf({ version, whole, sale_opened_at, lists }: Schemas["DeskCatalogue"]): DeskCatalogue {
  return {
    ...(version && { version }),
    whole,
    ...(sale_opened_at && { saleOpenedAt: sale_opened_at }),
    lists: lists.map(listOf),
  };
}

function listOf({
  slot_starts_at,
  slot_ends_at,
  articles,
  decisions,
  ...list
}: Schemas["DeskList"]): DeskList {
  return {
    ...list,
    label_color: list.label_color ?? "",
    slot: { starts_at: slot_starts_at, ends_at: slot_ends_at },
    articles: articles.map(({ size, color, brand, lot_quantity, ...article }) => ({
      id: article.id,
      line: article.line,
      code: article.code,
      category: article.category,
      subcategory: article.subcategory,
      description: article.description,
      price_cents: article.price_cents,
      size: size ?? "",
      color: color ?? "",
      brand: brand ?? "",
      ...(lot_quantity && { lot_quantity }),
    })),
    decisions: decisions.map(
      ({ article_id, kind, value, ...one }): Decision => ({
        ...one,
        ...(article_id && { article_id }),
        kind,
        value: (value ?? null) as Value,
      }),
    ),
  };
}
