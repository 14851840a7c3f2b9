import { answer, api } from "@/lib/server/api";

/** Everything that is held about the person who is logged in. */
export function ownData() {
  return answer(api.GET("/api/v1/me/data"));
}

/** For good. Refused while an edition needs the person: `edition_in_progress`, `register_open`, `last_admin`. */
export function eraseOwnAccount(password: string) {
  return answer(api.POST("/api/v1/me/erase", { body: { password } }));
}
