import { queryOptions } from "@tanstack/react-query";
import { keys } from "@/domain/keys";
import { answer, api } from "@/lib/server/api";
import type { components } from "@/lib/server/wire";

type Schemas = components["schemas"];
export type Preview = Schemas["Preview"];
export type ImportOutcome = Schemas["ImportOutcome"];
export type TariffUse = Schemas["TariffUse"];
type ImportOrder = Schemas["ImportOrder"];

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
