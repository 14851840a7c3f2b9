import { answer, api } from "@/lib/server/api";
import type { components } from "@/lib/server/wire";

type Schemas = components["schemas"];
type NewRegistration = Schemas["NewRegistration"];

export function addRegistration(id: string, body: NewRegistration) {
  return answer(api.POST("/api/v1/editions/{id}/registrations", { params: { path: { id } }, body }));
}

export function moveRegistration(id: string, registration: string, slot_id: string, confirm_notify: boolean) {
  return answer(
    api.PATCH("/api/v1/editions/{id}/registrations/{registration}", {
      params: { path: { id, registration } },
      body: { slot_id, confirm_notify },
    }),
  );
}

export function removeRegistration(id: string, registration: string) {
  return answer(
    api.DELETE("/api/v1/editions/{id}/registrations/{registration}", {
      params: { path: { id, registration } },
    }),
  );
}
