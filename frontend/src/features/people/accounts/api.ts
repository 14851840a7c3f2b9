import { queryOptions } from "@tanstack/react-query";
import { keys } from "@/domain/keys";
import { answer, api } from "@/lib/server/api";
import { everyPage, LARGEST_PAGE } from "@/lib/server/every-page";
import type { components } from "@/lib/server/wire";

type Schemas = components["schemas"];
export type User = Schemas["UserRow"];
export type Role = Schemas["Role"];

export function usersQuery() {
  return queryOptions({
    queryKey: keys.users(),
    queryFn: ({ signal }): Promise<readonly User[]> =>
      everyPage((page) =>
        answer(api.GET("/api/v1/users", { params: { query: { page, per_page: LARGEST_PAGE } }, signal })),
      ),
  });
}

/** The person gets a link by mail to choose a password. */
export function createUser(body: Schemas["CreateUser"]) {
  return answer(api.POST("/api/v1/users", { body }));
}

/** What inviting these people would do; changes nothing. */
export function previewUsers(body: Schemas["BulkUsers"]) {
  return answer(api.POST("/api/v1/users/bulk/preview", { body }));
}

/** Each gets a link by mail to choose a password. */
export function createUsers(body: Schemas["BulkUsers"]) {
  return answer(api.POST("/api/v1/users/bulk", { body }));
}

/** Who was invited and never got the mail asks for the same link as somebody who forgot a password. */
export function sendFirstLink(email: string) {
  return answer(api.POST("/api/v1/auth/password/forgot", { body: { email } }));
}

export function changeUser(id: string, body: Schemas["UpdateUser"]) {
  return answer(api.PATCH("/api/v1/users/{id}", { params: { path: { id } }, body }));
}

/** For good: names and addresses go, the figures stay. */
export function eraseUser(id: string) {
  return answer(api.DELETE("/api/v1/users/{id}", { params: { path: { id } } }));
}

/** Ends every log-in of a person, on every device. */
export function revokeSessions(id: string) {
  return answer(api.POST("/api/v1/users/{id}/revoke-sessions", { params: { path: { id } } }));
}

/** Whoever mistyped too often may try again at once. */
export function unlockUser(id: string) {
  return answer(api.POST("/api/v1/users/{id}/unlock", { params: { path: { id } } }));
}
