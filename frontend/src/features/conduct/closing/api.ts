import { queryOptions } from "@tanstack/react-query";
import { keys } from "@/domain/keys";
import { answer, api } from "@/lib/server/api";
import type { components } from "@/lib/server/wire";

type Schemas = components["schemas"];
export type StepCheck = Schemas["StepCheck"];
export type ClosingChecks = Schemas["ClosingChecks"];

export function closingChecksQuery(id: string) {
  return queryOptions({
    queryKey: keys.edition(id, "closing-checks"),
    queryFn: ({ signal }) =>
      answer(api.GET("/api/v1/editions/{id}/closing-checks", { params: { path: { id } }, signal })),
  });
}

/** Closes for good, passing over what is named, for a reason. */
export function closeEdition(id: string, overrides: StepCheck["code"][], reason: string) {
  return answer(
    api.POST("/api/v1/editions/{id}/close", { params: { path: { id } }, body: { overrides, reason } }),
  );
}

export function archiveEdition(id: string) {
  return answer(api.POST("/api/v1/editions/{id}/archive", { params: { path: { id } } }));
}
