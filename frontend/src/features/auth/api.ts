import { queryOptions } from "@tanstack/react-query";
import { answer, api } from "@/lib/api";
import { session } from "@/lib/session";
import type { components } from "@/lib/wire";

/** What an activation link is for; refusals carry the codes `invitation_*`. */
export function invitationQuery(token: string) {
  return queryOptions({
    queryKey: ["invitation", token],
    queryFn: ({ signal }) => answer(api.POST("/api/v1/auth/invitations", { body: { token }, signal })),
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
  });
}

export interface Activation {
  readonly token: string;
  readonly password: string;
  readonly first_name: string;
  readonly last_name: string;
  readonly phone: string;
  readonly accept_terms: boolean;
  readonly accept_privacy: boolean;
}

/** Makes the account active and logs in. */
export async function activate(body: Activation): Promise<void> {
  session.adopt(await answer(api.POST("/api/v1/auth/activate", { body })));
}

export function askForReset(email: string) {
  return answer(api.POST("/api/v1/auth/password/forgot", { body: { email } }));
}

export function resetPassword(token: string, password: string) {
  return answer(api.POST("/api/v1/auth/password/reset", { body: { token, password } }));
}

/** Whether the first admin can be made. */
export function installQuery() {
  return queryOptions({
    queryKey: ["install"],
    queryFn: ({ signal }) => answer(api.GET("/api/v1/install", { signal })),
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
  });
}

export function install(body: Schemas["Install"]) {
  return answer(api.POST("/api/v1/install", { body }));
}

type Schemas = components["schemas"];
export type Profile = Schemas["UserView"];

export function meQuery() {
  return queryOptions({
    queryKey: ["me", "profile"],
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
