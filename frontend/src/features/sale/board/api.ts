import { queryOptions } from "@tanstack/react-query";
import { keys } from "@/domain/keys";
import type { PerMethod } from "@/domain/payments";
import { answer, api } from "@/lib/server/api";
import type { components } from "@/lib/server/wire";

type Schemas = components["schemas"];

export type Device = Schemas["DeviceView"];

/** Counts a drawer in the place of its volunteer, whose device is gone. */
export function closeTill(id: string, counted: PerMethod, comment: string) {
  return answer(
    api.POST("/api/v1/register-sessions/{id}/close", {
      params: { path: { id } },
      body: { counted, comment, force: true, unsent: 0 },
    }),
  );
}

/** How a till was closed: what was counted, and by how much that differs. */
export function tillSummaryQuery(id: string) {
  return queryOptions({
    queryKey: keys.registerSession(id, "summary"),
    queryFn: ({ signal }) =>
      answer(api.GET("/api/v1/register-sessions/{id}", { params: { path: { id } }, signal })),
  });
}

/** The devices on which a till is open. */
export function devicesQuery(id: string) {
  return queryOptions({
    queryKey: keys.edition(id, "devices"),
    queryFn: async ({ signal }): Promise<readonly Device[]> =>
      (
        await answer(
          api.GET("/api/v1/editions/{id}/devices", {
            params: { path: { id }, query: { per_page: 200 } },
            signal,
          }),
        )
      ).items,
  });
}

/** A lost device may do nothing any more. */
export function forgetDevice(id: string) {
  return answer(api.DELETE("/api/v1/devices/{id}", { params: { path: { id } } }));
}
