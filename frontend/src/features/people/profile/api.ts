import { queryOptions } from "@tanstack/react-query";
import { keys } from "@/domain/keys";
import { answer, api } from "@/lib/server/api";
import type { components } from "@/lib/server/wire";

type Schemas = components["schemas"];
export type Profile = Schemas["UserView"];

export function meQuery() {
  return queryOptions({
    queryKey: keys.me("profile"),
    queryFn: ({ signal }) => answer(api.GET("/api/v1/me", { signal })),
  });
}

export function updateMe(body: Schemas["UpdateMe"]) {
  return answer(api.PATCH("/api/v1/me", { body }));
}

export function changePassword(body: Schemas["ChangePassword"]) {
  return answer(api.POST("/api/v1/auth/password/change", { body }));
}

/** Shows once more who is there; the server believes it for a quarter of an hour. */
export function confirmPassword(password: string) {
  return answer(api.POST("/api/v1/auth/password/confirm", { body: { password } }));
}

export function logOutEverywhere() {
  return answer(api.POST("/api/v1/auth/logout-everywhere"));
}
