import { queryOptions } from "@tanstack/react-query";
import { keys } from "@/domain/keys";
import { answer, api } from "@/lib/server/api";
import type { components } from "@/lib/server/wire";

type Schemas = components["schemas"];
export type Preview = Schemas["Preview"];
export type ImportOutcome = Schemas["ImportOutcome"];
export type TariffUse = Schemas["TariffUse"];
export type Problem = Preview["problems"][number];
export type ProblemGroup = Schemas["ProblemGroup"];
export type SlotProposal = Schemas["SlotProposal"];
type ImportOrder = Schemas["ImportOrder"];
type PreviewOrder = Schemas["PreviewOrder"];

/** The file goes as it is: no gateway changes or refuses a raw body. */
export function previewImport(id: string, file: File) {
  return answer(
    api.POST("/api/v1/editions/{id}/billetweb/preview", {
      params: { path: { id }, query: { filename: file.name } },
      body: file,
      bodySerializer: (body) => body as File,
      headers: { "Content-Type": "application/octet-stream" },
    }),
  );
}

/** The same file with other choices, in the edition as it is by now: a slot made meanwhile counts. */
export function previewQuery(id: string, order: PreviewOrder) {
  return queryOptions({
    queryKey: keys.edition(id, "preview", { ...order }),
    queryFn: ({ signal }): Promise<Preview> =>
      answer(
        api.POST("/api/v1/editions/{id}/billetweb/preview/again", {
          params: { path: { id } },
          body: order,
          signal,
        }),
      ),
  });
}

export function importTickets(id: string, body: ImportOrder) {
  return answer(api.POST("/api/v1/editions/{id}/billetweb/import", { params: { path: { id } }, body }));
}

export function importsQuery(id: string) {
  return queryOptions({
    queryKey: keys.edition(id, "imports"),
    queryFn: async ({ signal }) =>
      (await answer(api.GET("/api/v1/editions/{id}/imports", { params: { path: { id } }, signal }))).items,
  });
}
