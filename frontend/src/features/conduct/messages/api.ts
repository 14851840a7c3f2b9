import { queryOptions } from "@tanstack/react-query";
import { keys } from "@/domain/keys";
import { answer, api } from "@/lib/server/api";
import { everyPage, LARGEST_PAGE } from "@/lib/server/every-page";
import type { components } from "@/lib/server/wire";

type Schemas = components["schemas"];
export type Mail = Schemas["MailView"];
export type MailState = Schemas["MailState"];
export type Preview = Schemas["MailPreview"];

export function mailsQuery(state: MailState | undefined) {
  const only = state === undefined ? {} : { state };
  return queryOptions({
    queryKey: keys.mails(state ?? "all"),
    queryFn: ({ signal }): Promise<readonly Mail[]> =>
      everyPage((page) =>
        answer(
          api.GET("/api/v1/mails", { params: { query: { ...only, page, per_page: LARGEST_PAGE } }, signal }),
        ),
      ),
  });
}

/** Sends a message again at once; `recipient` corrects a wrong address. */
export function retryMail(id: string, recipient: string | null) {
  return answer(api.POST("/api/v1/mails/{id}/retry", { params: { path: { id } }, body: { recipient } }));
}

/** Sends everything again that has not left, and writes again to addresses that no server has refused. */
export function resendMails() {
  return answer(api.POST("/api/v1/mails/resend"));
}

/** Each kind of message, as it would be written for this edition. */
export function templatesQuery(edition: string | undefined) {
  return queryOptions({
    queryKey: keys.mails("templates", edition ?? "invented"),
    queryFn: ({ signal }) =>
      answer(api.GET("/api/v1/mails/templates", { params: { query: about(edition) }, signal })),
  });
}

export function previewQuery(name: string, edition: string | undefined) {
  return queryOptions({
    queryKey: keys.mails("templates", edition ?? "invented", name),
    queryFn: ({ signal }): Promise<Preview> =>
      answer(
        api.GET("/api/v1/mails/templates/{name}/preview", {
          params: { path: { name }, query: about(edition) },
          signal,
        }),
      ),
  });
}

function about(edition: string | undefined) {
  return edition === undefined ? {} : { edition_id: edition };
}

/** What a message says, as far as it is kept; asked for anew each time, for it is emptied once it has left. */
export function mailQuery(id: string) {
  return queryOptions({
    queryKey: keys.mails("words", id),
    queryFn: ({ signal }) => answer(api.GET("/api/v1/mails/{id}", { params: { path: { id } }, signal })),
    staleTime: 0,
  });
}
