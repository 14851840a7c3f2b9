import { answer, api } from "@/lib/server/api";
import type { Decision, Kind, Value } from "@/offline/decisions/commands";
import type { DeskCatalogue, DeskList } from "@/offline/decisions/lists";
import type { CommandResult, DeskServer } from "@/offline/desk/server";

const SYNC_TIMEOUT_MS = 30_000;
const CATALOGUE_TIMEOUT_MS = 60_000;
const SHORT_TIMEOUT_MS = 5_000;

// biome-ignore lint/suspicious/noExplicitAny: until the server's description names these addresses.
const client = api as any;

interface WireCatalogue {
  readonly version: string | null;
  readonly whole: boolean;
  readonly sale_opened_at: string | null;
  readonly lists: readonly WireList[];
}
interface WireList {
  readonly id: string;
  readonly number: number;
  readonly list_type: string;
  readonly state: string;
  readonly label_color: string | null;
  readonly registration_id: string;
  readonly depositor: { readonly first_name: string; readonly last_name: string };
  readonly slot_starts_at: string;
  readonly slot_ends_at: string;
  readonly residents_only: boolean;
  readonly articles: readonly {
    readonly id: string;
    readonly line: number;
    readonly code: string;
    readonly category: string;
    readonly subcategory: string;
    readonly description: string;
    readonly size: string | null;
    readonly color: string | null;
    readonly brand: string | null;
    readonly price_cents: number;
    readonly lot_quantity: number | null;
  }[];
  readonly decisions: readonly {
    readonly id: string;
    readonly list_id: string;
    readonly article_id?: string | null;
    readonly kind: string;
    readonly value?: unknown;
    readonly decided_at: string;
    readonly by_manager: boolean;
  }[];
}

/** `DeskServer` over the generated client. */
export const deskServer: DeskServer = {
  async catalogue(id, since) {
    const found: WireCatalogue = await answer(
      client.GET("/api/v1/editions/{id}/desk-catalogue", {
        params: { path: { id }, query: since === undefined ? {} : { since } },
        signal: AbortSignal.timeout(CATALOGUE_TIMEOUT_MS),
      }),
    );
    return catalogueOf(found);
  },

  async sync(id, commands) {
    const { server_time, results }: { server_time: string; results: CommandResult[] } = await answer(
      client.POST("/api/v1/editions/{id}/desk/sync", {
        params: { path: { id } },
        body: { commands },
        signal: AbortSignal.timeout(SYNC_TIMEOUT_MS),
      }),
    );
    return { serverTime: server_time, results };
  },

  async report(id, { openListId, unsent }) {
    const { server_time, open }: { server_time: string; open: boolean } = await answer(
      client.POST("/api/v1/desk-sessions/{id}/report", {
        params: { path: { id } },
        body: { open_list_id: openListId ?? null, unsent, version: __APP_VERSION__, clock_ms: Date.now() },
        signal: AbortSignal.timeout(SHORT_TIMEOUT_MS),
      }),
    );
    return { serverTime: server_time, open };
  },

  async close(id) {
    await answer(
      client.POST("/api/v1/desk-sessions/{id}/close", {
        params: { path: { id } },
        signal: AbortSignal.timeout(SHORT_TIMEOUT_MS),
      }),
    );
  },

  async knock() {
    await answer(api.GET("/api/health", { signal: AbortSignal.timeout(SHORT_TIMEOUT_MS) }));
  },
};

interface Opened {
  readonly session_id: string;
  readonly server_time: string;
  readonly label_key: string;
  readonly edition_code: string;
  readonly is_training: boolean;
}

export function openDeskSession(
  id: string,
  desk_number: number | null,
  volunteers: readonly string[],
): Promise<Opened> {
  return answer(
    client.POST("/api/v1/editions/{id}/desk-sessions", {
      params: { path: { id } },
      body: { desk_number, volunteers: [...volunteers] },
    }),
  );
}

function catalogueOf({ version, whole, sale_opened_at, lists }: WireCatalogue): DeskCatalogue {
  return {
    ...(version && { version }),
    whole,
    ...(sale_opened_at && { saleOpenedAt: sale_opened_at }),
    lists: lists.map(listOf),
  };
}

function listOf({ slot_starts_at, slot_ends_at, articles, decisions, ...list }: WireList): DeskList {
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
        kind: kind as Kind,
        value: (value ?? null) as Value,
      }),
    ),
  };
}
