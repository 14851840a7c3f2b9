import { queryOptions } from "@tanstack/react-query";
import { keys } from "@/domain/keys";
import { answer, api } from "@/lib/server/api";
import { session } from "@/lib/server/session";
import type { components } from "@/lib/server/wire";

/** What an activation link is for; refusals carry the codes `invitation_*`. */
export function invitationQuery(token: string) {
  return queryOptions({
    queryKey: keys.invitation(token),
    queryFn: ({ signal }) => answer(api.POST("/api/v1/auth/invitations", { body: { token }, signal })),
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** Has a new link mailed in place of this one, which ran out. */
export function renewInvitation(token: string) {
  return answer(api.POST("/api/v1/auth/invitations/renew", { body: { token } }));
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
    queryKey: keys.install(),
    queryFn: ({ signal }) => answer(api.GET("/api/v1/install", { signal })),
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
  });
}

export function install(body: Schemas["Install"]) {
  return answer(api.POST("/api/v1/install", { body }));
}

type Schemas = components["schemas"];
