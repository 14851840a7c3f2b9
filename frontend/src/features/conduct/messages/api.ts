import { queryOptions } from "@tanstack/react-query";
import { keys } from "@/domain/keys";
import { answer, api } from "@/lib/server/api";
import { everyPage, LARGEST_PAGE } from "@/lib/server/every-page";
import type { components } from "@/lib/server/wire";

type Schemas = components["schemas"];
export type Mail = Schemas["MailView"];
export type MailState = Schemas["MailState"];
export type Standing = Schemas["Standing"];
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

/** How the outbox stands: whether the server takes our mail, and when it will all be out. */
export function standingQuery() {
  return queryOptions({
    queryKey: keys.mails("standing"),
    queryFn: ({ signal }): Promise<Standing> => answer(api.GET("/api/v1/mails/standing", { signal })),
  });
}

/** Sends everything again that has not left, and writes again to addresses that no server has refused. */
export function resendMails() {
  return answer(api.POST("/api/v1/mails/resend"));
}

export function templatesQuery() {
  return queryOptions({
    queryKey: keys.mails("templates"),
    queryFn: ({ signal }) => answer(api.GET("/api/v1/mails/templates", { signal })),
  });
}

export function previewQuery(name: string) {
  return queryOptions({
    queryKey: keys.mails("templates", name),
    queryFn: ({ signal }): Promise<Preview> =>
      answer(api.GET("/api/v1/mails/templates/{name}/preview", { params: { path: { name } }, signal })),
  });
}
