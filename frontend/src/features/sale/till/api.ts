import { queryOptions } from "@tanstack/react-query";
import type { EditionStatus } from "@/domain/editions";
import { keys } from "@/domain/keys";
import type { PerMethod } from "@/domain/payments";
import { answer, api, tillApi } from "@/lib/server/api";

/** An edition as a till's opening page sees it. */
export interface TillEdition {
  readonly id: string;
  readonly name: string;
  readonly status: EditionStatus;
  readonly isTraining: boolean;
}

export function tillEditions() {
  return queryOptions({
    queryKey: keys.editions("of-tills"),
    queryFn: async ({ signal }): Promise<readonly TillEdition[]> => {
      const { items } = await answer(
        api.GET("/api/v1/editions", { params: { query: { per_page: 200 } }, signal }),
      );
      return items.map(({ id, name, status, is_training }) => ({
        id,
        name,
        status,
        isTraining: is_training,
      }));
    },
  });
}

/** Who holds which register number now. */
export function openRegisters(edition_id: string) {
  return queryOptions({
    queryKey: keys.edition(edition_id, "open-registers"),
    queryFn: async ({ signal }): Promise<ReadonlyMap<number, string>> => {
      const { tills } = await answer(
        api.GET("/api/v1/editions/{id}/live", { params: { path: { id: edition_id } }, signal }),
      );
      const open = tills.filter((till) => till.state === "open");
      return new Map(open.map((till) => [till.register_number, till.seller]));
    },
    staleTime: 0,
    refetchInterval: 10_000,
    enabled: edition_id !== "",
  });
}

export function openRegister(
  edition_id: string,
  register_number: number,
  opening_float_cents: number,
  take_over: boolean,
) {
  return answer(
    api.POST("/api/v1/editions/{id}/register-sessions", {
      params: { path: { id: edition_id } },
      body: { register_number, opening_float_cents, take_over },
    }),
  );
}

/** A session in figures by the server's books. */
export function registerSummary(id: string) {
  return queryOptions({
    queryKey: keys.registerSession(id),
    queryFn: ({ signal }) =>
      answer(tillApi.GET("/api/v1/register-sessions/{id}", { params: { path: { id } }, signal })),
    retry: false,
    staleTime: 0,
  });
}

/** With unsent tickets the closing is forced: the volunteer has just agreed to it. */
export function closeRegister(id: string, counted: PerMethod, comment: string, unsent: number) {
  return answer(
    tillApi.POST("/api/v1/register-sessions/{id}/close", {
      params: { path: { id } },
      body: { counted, comment: comment === "" ? null : comment, force: unsent > 0, unsent },
    }),
  );
}

/** What a manager or the owner may do at a till with their own log-in, without taking the place of who works there. */
export function seesRegister(session_id: string, token: string): Promise<unknown> {
  return answer(
    api.GET("/api/v1/register-sessions/{id}", { params: { path: { id: session_id } }, ...as(token) }),
  );
}

/** The headers of somebody who stands beside the volunteer; none for the till's own session. */
export function as(token: string | undefined) {
  return token === undefined ? {} : { headers: { Authorization: `Bearer ${token}` } };
}
