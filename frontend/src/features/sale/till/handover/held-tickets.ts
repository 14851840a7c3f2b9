import { queryOptions } from "@tanstack/react-query";
import { keys } from "@/domain/keys";
import { answer, tillApi } from "@/lib/server/api";
import type { components } from "@/lib/server/wire";

export type HeldTicket = components["schemas"]["HeldTicket"];

/** Baskets that wait for another till, asked for again while somebody looks at them. */
export function heldTicketsQuery(edition_id: string) {
  return queryOptions({
    queryKey: keys.edition(edition_id, "held-tickets"),
    queryFn: async ({ signal }): Promise<readonly HeldTicket[]> =>
      (
        await answer(
          tillApi.GET("/api/v1/editions/{id}/held-tickets", { params: { path: { id: edition_id } }, signal }),
        )
      ).items,
    retry: false,
    staleTime: 0,
    refetchInterval: 5_000,
  });
}
