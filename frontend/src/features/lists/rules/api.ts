import { queryOptions } from "@tanstack/react-query";
import { keys } from "@/domain/keys";
import { answer, api } from "@/lib/server/api";

/** The share and the fees of the edition that runs; `terms` is null while none does. */
export function termsQuery() {
  return queryOptions({
    queryKey: keys.terms(),
    queryFn: ({ signal }) => answer(api.GET("/api/v1/editions/terms", { signal })),
    staleTime: 60_000,
  });
}
