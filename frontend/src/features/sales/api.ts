import { queryOptions } from "@tanstack/react-query";
import { answer, api } from "@/lib/api";
import type { components } from "@/lib/wire";

type Schemas = components["schemas"];
export type Claim = Schemas["ClaimView"];
export type Conflict = Schemas["ConflictView"];
export type Quarantined = Schemas["QuarantineView"];
export type Till = Schemas["TillLive"];
export type Device = Schemas["DeviceView"];

export function conflictsQuery(id: string) {
  return queryOptions({
    queryKey: ["editions", id, "conflicts"],
    queryFn: async ({ signal }): Promise<readonly Conflict[]> =>
      (await answer(api.GET("/api/v1/editions/{id}/conflicts", { params: { path: { id } }, signal }))).items,
  });
}

export function quarantineQuery(id: string) {
  return queryOptions({
    queryKey: ["editions", id, "quarantine"],
    queryFn: async ({ signal }): Promise<readonly Quarantined[]> =>
      (await answer(api.GET("/api/v1/editions/{id}/quarantine", { params: { path: { id } }, signal }))).items,
  });
}

/** `refund`: the money of the other claims is given back; `keep`: the association keeps it. */
export function settleConflict(id: string, how: "refund" | "keep", reason: string) {
  return answer(
    api.POST("/api/v1/conflicts/{id}/settle", {
      params: { path: { id } },
      body: { how, reason, refund_method: null },
    }),
  );
}

/** `session_id` names the drawer that holds the money of a ticket whose own session is unknown. */
export function decideTicket(id: string, how: "accept" | "drop", reason: string, session_id: string | null) {
  return answer(
    api.POST(`/api/v1/quarantine/{id}/${how}`, { params: { path: { id } }, body: { reason, session_id } }),
  );
}

/** Counts a drawer in the place of its volunteer, whose device is gone. */
export function closeTill(id: string, counted: Record<"cash" | "card" | "cheque", number>, comment: string) {
  return answer(
    api.POST("/api/v1/register-sessions/{id}/close", {
      params: { path: { id } },
      body: { counted, comment, force: true, unsent: 0 },
    }),
  );
}

/** The devices on which a till is open. */
export function devicesQuery(id: string) {
  return queryOptions({
    queryKey: ["editions", id, "devices"],
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
