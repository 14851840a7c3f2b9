import { answer, api } from "@/lib/server/api";
import type { components } from "@/lib/server/wire";

type Schemas = components["schemas"];

/** A ticket's standing lines (no line), or one of them, counted from 1. Answers with what the customer gets. */
export async function cancelSale(ticket: string, line: number | undefined, body: Schemas["Cancel"]) {
  const path = { id: ticket };
  const { given_back } = await (line === undefined
    ? answer(api.POST("/api/v1/tickets/{id}/cancel", { params: { path }, body }))
    : answer(
        api.POST("/api/v1/tickets/{id}/lines/{line}/cancel", {
          params: { path: { ...path, line: `${line}` } },
          body,
        }),
      ));
  return given_back;
}
