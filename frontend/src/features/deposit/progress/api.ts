import { queryOptions } from "@tanstack/react-query";
import { keys } from "@/domain/keys";
import { answer, api } from "@/lib/server/api";
import type { components } from "@/lib/server/wire";

export type DeskProgress = components["schemas"]["DeskProgress"];
export type DeskView = components["schemas"]["DeskView"];
export type SlotProgress = components["schemas"]["SlotProgress"];

/** How far the deposit is; asked again every ten seconds, as the live sale is. */
export function progressQuery(id: string) {
  return queryOptions({
    queryKey: keys.edition(id, "desk-progress"),
    queryFn: ({ signal }) =>
      answer(api.GET("/api/v1/editions/{id}/desk/progress", { params: { path: { id } }, signal })),
    refetchInterval: 10_000,
  });
}
