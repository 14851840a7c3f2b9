import { queryOptions } from "@tanstack/react-query";
import { keys } from "@/domain/keys";
import type { ListSummary } from "@/domain/lists";
import { answer, api } from "@/lib/server/api";
import { everyPage, LARGEST_PAGE } from "@/lib/server/every-page";
import type { components } from "@/lib/server/wire";

type Schemas = components["schemas"];
export type Registration = Schemas["OwnRegistrationView"];

export function myRegistrationsQuery() {
  return queryOptions({
    queryKey: keys.me("registrations"),
    queryFn: async ({ signal }): Promise<readonly Registration[]> =>
      (await answer(api.GET("/api/v1/me/registrations", { signal }))).items,
  });
}

export function myListsQuery() {
  return queryOptions({
    queryKey: keys.me("lists"),
    queryFn: ({ signal }): Promise<readonly ListSummary[]> =>
      everyPage((page) =>
        answer(api.GET("/api/v1/me/lists", { params: { query: { page, per_page: LARGEST_PAGE } }, signal })),
      ),
  });
}

/** A list under the next number of one's registration. */
export function createList(editionId: string) {
  return answer(api.POST("/api/v1/editions/{id}/lists", { params: { path: { id: editionId } }, body: {} }));
}
