import { queryOptions } from "@tanstack/react-query";
import { keys } from "@/domain/keys";
import { answer, api } from "@/lib/server/api";
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

/** A list under the next number of one's registration. */
export function createList(editionId: string) {
  return answer(api.POST("/api/v1/editions/{id}/lists", { params: { path: { id: editionId } }, body: {} }));
}
