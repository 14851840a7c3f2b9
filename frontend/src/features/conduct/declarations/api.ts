import { queryOptions } from "@tanstack/react-query";
import { keys } from "@/domain/keys";
import { answer, api } from "@/lib/server/api";
import { everyPage, LARGEST_PAGE } from "@/lib/server/every-page";
import type { components } from "@/lib/server/wire";

export type Declaration = components["schemas"]["DeclarationView"];

/** What everybody has declared so far, those with the least first. */
export function declarationsQuery(id: string) {
  return queryOptions({
    queryKey: keys.edition(id, "declarations"),
    queryFn: ({ signal }): Promise<readonly Declaration[]> =>
      everyPage((page) =>
        answer(
          api.GET("/api/v1/editions/{id}/declarations", {
            params: { path: { id }, query: { page, per_page: LARGEST_PAGE } },
            signal,
          }),
        ),
      ),
  });
}

/** A message to these people, to everybody late when none is named; nobody gets two in a day. */
export function remindLate(id: string, depositor_ids: readonly string[] | null) {
  const body = { depositor_ids: depositor_ids === null ? null : [...depositor_ids] };
  return answer(api.POST("/api/v1/editions/{id}/declarations/remind", { params: { path: { id } }, body }));
}
