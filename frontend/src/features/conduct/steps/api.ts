import { queryOptions } from "@tanstack/react-query";
import { forgetEdition } from "@/domain/edition-in-view";
import { keys } from "@/domain/keys";
import { answer, api } from "@/lib/server/api";
import type { components } from "@/lib/server/wire";

type Schemas = components["schemas"];
export type StepCheck = Schemas["StepCheck"];

/** The steps of an edition that need nothing but a yes. */
export type PlainStep = "open-registrations" | "open-sale";

export function takeStep(id: string, step: PlainStep) {
  return answer(api.POST(`/api/v1/editions/{id}/${step}`, { params: { path: { id } } }));
}

/** Ends the sale, passing over what is named, for a reason. */
export function endSale(id: string, overrides: StepCheck["code"][], reason: string) {
  return answer(
    api.POST("/api/v1/editions/{id}/end-sale", { params: { path: { id } }, body: { overrides, reason } }),
  );
}

/** What speaks against ending the sale now. */
export function endSaleChecksQuery(id: string) {
  return queryOptions({
    queryKey: keys.edition(id, "end-sale-checks"),
    queryFn: ({ signal }) =>
      answer(api.GET("/api/v1/editions/{id}/end-sale", { params: { path: { id } }, signal })),
    staleTime: 0,
  });
}

/** `reason` opens before the declaration deadline. */
export function openDeposits(id: string, reason: string) {
  return answer(
    api.POST("/api/v1/editions/{id}/open-deposits", {
      params: { path: { id } },
      body: { override_deadline: reason !== "", reason },
    }),
  );
}

/** Takes an edition away in which nobody is registered; it is not in view any more. */
export async function removeEdition(id: string) {
  await answer(api.DELETE("/api/v1/editions/{id}", { params: { path: { id } } }));
  forgetEdition(id);
}

export function stepBack(id: string, reason: string) {
  return answer(api.POST("/api/v1/editions/{id}/step-back", { params: { path: { id } }, body: { reason } }));
}
