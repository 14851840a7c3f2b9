import { queryOptions } from "@tanstack/react-query";
import { keys } from "@/domain/keys";
import { daysUntil, formatDate, formatHour } from "@/lib/dates";
import { answer, api } from "@/lib/server/api";
import type { components } from "@/lib/server/wire";

type Schemas = components["schemas"];
export type Standing = Schemas["Standing"];

/** How the outbox stands: whether the server takes our mail, and when it will all be out. */
export function standingQuery() {
  return queryOptions({
    queryKey: keys.mails("standing"),
    queryFn: ({ signal }): Promise<Standing> => answer(api.GET("/api/v1/mails/standing", { signal })),
  });
}

/** `tout sera parti vers 0 h 10`, with the day when it is not today. */
export function departureWords(allOutAt: string, now = new Date()): string {
  const time = formatHour(allOutAt);
  const days = daysUntil(allOutAt, now);
  if (days <= 0) return `tout sera parti vers ${time}`;
  if (days === 1) return `tout sera parti demain vers ${time}`;
  return `tout sera parti ${formatDate(allOutAt, "weekday")} vers ${time}`;
}
