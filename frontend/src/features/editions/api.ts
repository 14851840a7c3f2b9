import { queryOptions } from "@tanstack/react-query";
import { answer, api } from "@/lib/api";
import { everyPage, LARGEST_PAGE } from "@/lib/every-page";
import type { components } from "@/lib/wire";

type Schemas = components["schemas"];
export type Configuration = Schemas["Configuration"];
export type NewEdition = Schemas["NewEdition"];
export type NewSlot = Schemas["NewSlot"];
export type SlotChanges = Schemas["SlotChanges"];
export type StepCheck = Schemas["StepCheck"];
export type ClosingChecks = Schemas["ClosingChecks"];

export function editionsQuery() {
  return queryOptions({
    queryKey: ["editions"],
    queryFn: ({ signal }) =>
      everyPage((page) =>
        answer(api.GET("/api/v1/editions", { params: { query: { page, per_page: LARGEST_PAGE } }, signal })),
      ),
  });
}

export function createEdition(body: NewEdition) {
  return answer(api.POST("/api/v1/editions", { body }));
}

export function configureEdition(id: string, body: Configuration) {
  return answer(api.PUT("/api/v1/editions/{id}/configuration", { params: { path: { id } }, body }));
}

export function createSlot(id: string, body: NewSlot) {
  return answer(api.POST("/api/v1/editions/{id}/slots", { params: { path: { id } }, body }));
}

export function addStandardSlots(id: string, days: string[]) {
  return answer(
    api.POST("/api/v1/editions/{id}/slots/standard", { params: { path: { id } }, body: { days } }),
  );
}

export function changeSlot(id: string, slot: string, body: SlotChanges) {
  return answer(api.PATCH("/api/v1/editions/{id}/slots/{slot}", { params: { path: { id, slot } }, body }));
}

export function deleteSlot(id: string, slot: string) {
  return answer(api.DELETE("/api/v1/editions/{id}/slots/{slot}", { params: { path: { id, slot } } }));
}

/** The steps of an edition that need nothing but a yes. */
export type PlainStep = "open-registrations" | "open-sale" | "archive";

export function takeStep(id: string, step: PlainStep) {
  return answer(api.POST(`/api/v1/editions/{id}/${step}`, { params: { path: { id } } }));
}

/** Ends the sale or closes the edition, passing over what is named, for a reason. */
export function stepForward(
  id: string,
  step: "end-sale" | "close",
  overrides: StepCheck["code"][],
  reason: string,
) {
  return answer(
    api.POST(`/api/v1/editions/{id}/${step}`, { params: { path: { id } }, body: { overrides, reason } }),
  );
}

/** What speaks against ending the sale now. */
export function endSaleChecksQuery(id: string) {
  return queryOptions({
    queryKey: ["editions", id, "end-sale-checks"],
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

export function stepBack(id: string, reason: string) {
  return answer(api.POST("/api/v1/editions/{id}/step-back", { params: { path: { id } }, body: { reason } }));
}

export function closingChecksQuery(id: string) {
  return queryOptions({
    queryKey: ["editions", id, "closing-checks"],
    queryFn: ({ signal }) =>
      answer(api.GET("/api/v1/editions/{id}/closing-checks", { params: { path: { id } }, signal })),
  });
}
