import { queryOptions } from "@tanstack/react-query";
import { keys } from "@/domain/keys";
import { answer, api } from "@/lib/server/api";
import { everyPage, LARGEST_PAGE } from "@/lib/server/every-page";
import type { components } from "@/lib/server/wire";

type Schemas = components["schemas"];
export type NewEdition = Schemas["NewEdition"];

export function editionsQuery() {
  return queryOptions({
    queryKey: keys.editions(),
    queryFn: ({ signal }) =>
      everyPage((page) =>
        answer(api.GET("/api/v1/editions", { params: { query: { page, per_page: LARGEST_PAGE } }, signal })),
      ),
  });
}

export function createEdition(body: NewEdition) {
  return answer(api.POST("/api/v1/editions", { body }));
}
