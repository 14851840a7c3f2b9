import { queryOptions } from "@tanstack/react-query";
import { keys } from "@/domain/keys";
import { answer, api } from "@/lib/server/api";
import type { components } from "@/lib/server/wire";

type Schemas = components["schemas"];
export type DepositorSheet = Schemas["DepositorSheet"];
export type Contact = Schemas["UpdateMe"];

/** All that is known of somebody in an edition. */
export function depositorQuery(edition: string, user: string) {
  return queryOptions({
    queryKey: keys.edition(edition, "depositors", user),
    queryFn: ({ signal }) =>
      answer(
        api.GET("/api/v1/editions/{id}/depositors/{user}", {
          params: { path: { id: edition, user } },
          signal,
        }),
      ),
  });
}

export function correctContact(edition: string, user: string, body: Contact) {
  return answer(
    api.PATCH("/api/v1/editions/{id}/depositors/{user}", { params: { path: { id: edition, user } }, body }),
  );
}
