import { queryOptions } from "@tanstack/react-query";
import { keys } from "@/domain/keys";
import { answer, api } from "@/lib/server/api";
import type { components } from "@/lib/server/wire";

type Schemas = components["schemas"];
export type PaidArticle = Schemas["PaidArticle"];
export type MySales = Schemas["MySales"];

export function mySalesQuery(edition_id: string) {
  return queryOptions({
    queryKey: keys.me("sales", edition_id),
    queryFn: ({ signal }) =>
      answer(api.GET("/api/v1/me/sales", { params: { query: { edition_id } }, signal })),
  });
}

export function myPayoutsQuery() {
  return queryOptions({
    queryKey: keys.me("payouts"),
    queryFn: async ({ signal }) => (await answer(api.GET("/api/v1/me/payouts", { signal }))).items,
  });
}
