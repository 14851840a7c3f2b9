import { queryOptions } from "@tanstack/react-query";
import { keys } from "@/domain/keys";
import { answer, api } from "@/lib/server/api";
import type { components } from "@/lib/server/wire";

type Schemas = components["schemas"];
export type SlotLabels = Schemas["SlotLabels"];
export type Job = Schemas["JobView"];
type Selection = Schemas["Selection"];

const NOTHING: Selection = { all: false, list_ids: null, slot_id: null };
export const everything: Selection = { ...NOTHING, all: true };
export const ofSlot = (slot_id: string): Selection => ({ ...NOTHING, slot_id });

export function labelsQuery(id: string) {
  return queryOptions({
    queryKey: keys.edition(id, "labels"),
    queryFn: async ({ signal }) =>
      (await answer(api.GET("/api/v1/editions/{id}/labels", { params: { path: { id } }, signal }))).slots,
  });
}

/** Starts making label sheets, or returns the job that already does. */
export function generateLabels(id: string, body: Selection) {
  return answer(api.POST("/api/v1/editions/{id}/labels/generate", { params: { path: { id } }, body }));
}

export function markPrinted(id: string, body: Selection) {
  return answer(api.POST("/api/v1/editions/{id}/labels/mark-printed", { params: { path: { id } }, body }));
}

const ASK_EVERY_MS = 1_000;

export function isOver(job: Job): boolean {
  return job.state === "done" || job.state === "failed";
}

/** Asking for a job also moves it on, on hosts where nothing runs between two requests. */
export function jobQuery(id: string) {
  return queryOptions({
    queryKey: keys.job(id),
    queryFn: ({ signal }) => answer(api.GET("/api/v1/jobs/{id}", { params: { path: { id } }, signal })),
    refetchInterval: ({ state }) => (state.data !== undefined && isOver(state.data) ? false : ASK_EVERY_MS),
    staleTime: 0,
  });
}
