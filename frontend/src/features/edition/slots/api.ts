import { answer, api } from "@/lib/server/api";
import type { components } from "@/lib/server/wire";

type Schemas = components["schemas"];
export type NewSlot = Schemas["NewSlot"];
export type SlotChanges = Schemas["SlotChanges"];

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
