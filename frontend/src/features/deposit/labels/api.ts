import { queryOptions } from "@tanstack/react-query";
import { keys } from "@/domain/keys";
import { answer, api, download } from "@/lib/server/api";
import type { components } from "@/lib/server/wire";

type Schemas = components["schemas"];
export type SlotLabels = Schemas["SlotLabels"];
export type Job = Schemas["JobView"];
export type LabelFile = Schemas["LabelFile"];
export type Paper = Schemas["Paper"];
export type Selection = Schemas["Selection"];

const NOTHING: Selection = { all: false, list_ids: null, slot_id: null };
export const everything: Selection = { ...NOTHING, all: true };
export const ofSlot = (slot_id: string): Selection => ({ ...NOTHING, slot_id });
export const ofLists = (list_ids: string[]): Selection => ({ ...NOTHING, list_ids });

export function labelsQuery(id: string) {
  return queryOptions({
    queryKey: keys.edition(id, "labels"),
    queryFn: ({ signal }) =>
      answer(api.GET("/api/v1/editions/{id}/labels", { params: { path: { id } }, signal })),
  });
}

/** The sheets of paper that each file takes, counted as they are drawn. */
export function paperQuery(id: string) {
  return queryOptions({
    queryKey: keys.edition(id, "labels", "paper"),
    queryFn: ({ signal }) =>
      answer(api.GET("/api/v1/editions/{id}/labels/paper", { params: { path: { id } }, signal })),
  });
}

/** Starts making label sheets, or returns the job that already does. */
export function generateLabels(id: string, body: Selection) {
  return answer(api.POST("/api/v1/editions/{id}/labels/generate", { params: { path: { id } }, body }));
}

export function markPrinted(id: string, body: Selection) {
  return answer(api.POST("/api/v1/editions/{id}/labels/mark-printed", { params: { path: { id } }, body }));
}

/** Takes back that labels are on paper. */
export function unmarkPrinted(id: string, body: Selection) {
  return answer(api.POST("/api/v1/editions/{id}/labels/unmark-printed", { params: { path: { id } }, body }));
}

/** Some labels again, from this place of a sheet on, saved under the name that the server gives the file. */
export function reprintLabels(id: string, article_ids: readonly string[], first_place: number) {
  return download(`/api/v1/editions/${id}/labels/reprint`, "Etiquettes.pdf", "POST", {
    article_ids,
    first_place,
  });
}

/** A list with its articles. */
export function articlesQuery(id: string) {
  return queryOptions({
    queryKey: keys.list(id),
    queryFn: ({ signal }) => answer(api.GET("/api/v1/lists/{id}", { params: { path: { id } }, signal })),
  });
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
