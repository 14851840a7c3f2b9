import { queryOptions } from "@tanstack/react-query";
import { keys } from "@/domain/keys";
import type { Adjust } from "@/domain/payouts";
import { answer, api, download } from "@/lib/server/api";
import type { components } from "@/lib/server/wire";

type Schemas = components["schemas"];
export type Pay = Schemas["Pay"];
export type PayoutPayment = Schemas["PayoutPayment"];
export type Warnings = Schemas["Warnings"];
export type Summary = Schemas["Summary"];

export function computePayouts(id: string) {
  return answer(api.POST("/api/v1/editions/{id}/payouts/compute", { params: { path: { id } } }));
}

/** The money of an edition in sums that explain each other. */
export function payoutsSummaryQuery(id: string) {
  return queryOptions({
    queryKey: keys.edition(id, "payouts-summary"),
    queryFn: ({ signal }) =>
      answer(api.GET("/api/v1/editions/{id}/payouts/summary", { params: { path: { id } }, signal })),
  });
}

/** Payments change no slip's length: the sheets are counted once in a while, not after each of them. */
const COUNTED_FOR_MS = 300_000;

/** The sheets of paper that all slips take. */
export function slipsPaperQuery(id: string) {
  return queryOptions({
    queryKey: keys.slipsPaper(id),
    queryFn: ({ signal }) =>
      answer(api.GET("/api/v1/editions/{id}/payouts/slips/paper", { params: { path: { id } }, signal })),
    staleTime: COUNTED_FOR_MS,
  });
}

export function makeSlips(id: string) {
  return answer(api.POST("/api/v1/editions/{id}/payouts/slips", { params: { path: { id } } }));
}

/** The slips of these people in one file; those who have one can be paid. */
export function downloadSlips(id: string, payout_ids: string[]) {
  const body: Schemas["ChosenSlips"] = { payout_ids };
  return download(`/api/v1/editions/${id}/payouts/slips/chosen`, "Reversements.pdf", "POST", body);
}

export function payPayout(id: string, body: Pay) {
  return answer(api.POST("/api/v1/payouts/{id}/pay", { params: { path: { id } }, body }));
}

/** Takes a payment back: its amount is to be paid again. */
export function reversePayment(id: string, payment_id: string, reason: string) {
  return answer(
    api.POST("/api/v1/payouts/{id}/reverse", { params: { path: { id } }, body: { payment_id, reason } }),
  );
}

export function adjustPayout(id: string, body: Adjust) {
  return answer(api.POST("/api/v1/payouts/{id}/adjustments", { params: { path: { id } }, body }));
}

export function markAbsent(id: string) {
  return answer(api.POST("/api/v1/payouts/{id}/absent", { params: { path: { id } } }));
}

/** A mail to somebody who was not seen at the return. */
export function remindAbsent(id: string) {
  return answer(api.POST("/api/v1/payouts/{id}/remind", { params: { path: { id } } }));
}

/** Bags handed back. */
export function recordReturn(id: string, list_ids: string[]) {
  return answer(
    api.POST("/api/v1/editions/{id}/returns", {
      params: { path: { id } },
      body: { list_ids, outcome: "returned" },
    }),
  );
}

/** Bags that are in the hall after all. */
export function revokeReturn(id: string, body: Schemas["RevokeReturn"]) {
  return answer(api.POST("/api/v1/editions/{id}/returns/revoke", { params: { path: { id } }, body }));
}

/** What nobody has fetched, and what was given away. */
export function unsoldLeftQuery(id: string) {
  return queryOptions({
    queryKey: keys.edition(id, "unsold-left"),
    queryFn: ({ signal }) =>
      answer(api.GET("/api/v1/editions/{id}/donate-unsold", { params: { path: { id } }, signal })),
  });
}

export function donateUnsold(id: string, body: Schemas["DonateUnsold"]) {
  return answer(api.POST("/api/v1/editions/{id}/donate-unsold", { params: { path: { id } }, body }));
}

export function revokeDonation(id: string, body: Schemas["RevokeDonation"]) {
  return answer(api.POST("/api/v1/editions/{id}/donate-unsold/revoke", { params: { path: { id } }, body }));
}
