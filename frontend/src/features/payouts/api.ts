import { queryOptions } from "@tanstack/react-query";
import { answer, api } from "@/lib/api";
import type { components } from "@/lib/wire";

type Schemas = components["schemas"];
export type Pay = Schemas["Pay"];
export type Method = Schemas["PayoutMethod"];
export type PaidArticle = Schemas["PaidArticle"];
export type MySales = Schemas["MySales"];

export function computePayouts(id: string) {
  return answer(api.POST("/api/v1/editions/{id}/payouts/compute", { params: { path: { id } } }));
}

export function makeSlips(id: string) {
  return answer(api.POST("/api/v1/editions/{id}/payouts/slips", { params: { path: { id } } }));
}

export function payPayout(id: string, body: Pay) {
  return answer(api.POST("/api/v1/payouts/{id}/pay", { params: { path: { id } }, body }));
}

export function markAbsent(id: string) {
  return answer(api.POST("/api/v1/payouts/{id}/absent", { params: { path: { id } } }));
}

/** A mail to somebody who was not seen at the return. */
export function remindAbsent(id: string) {
  return answer(api.POST("/api/v1/payouts/{id}/remind", { params: { path: { id } } }));
}

/** Bags handed back, or given away once the return day is over. */
export function recordReturn(id: string, list_ids: string[], outcome: Schemas["UnsoldOutcome"]) {
  return answer(
    api.POST("/api/v1/editions/{id}/returns", { params: { path: { id } }, body: { list_ids, outcome } }),
  );
}

export function mySalesQuery(edition_id: string) {
  return queryOptions({
    queryKey: ["me", "sales", edition_id],
    queryFn: ({ signal }) =>
      answer(api.GET("/api/v1/me/sales", { params: { query: { edition_id } }, signal })),
  });
}

export function myPayoutsQuery() {
  return queryOptions({
    queryKey: ["me", "payouts"],
    queryFn: async ({ signal }) => (await answer(api.GET("/api/v1/me/payouts", { signal }))).items,
  });
}
