import { createStore } from "@/lib/store";

/** The notice of maintenance, in the server's words, while it answers with nothing else. */
export const maintenance = createStore<string | undefined>(undefined);

/** Answered by the server during maintenance as well: they say nothing about its end. */
const ALWAYS_OPEN = /\/api\/(health|v1\/(site$|auth\/))/;

/** Reads from an answer whether the notice is up. */
export async function observeMaintenance(url: string, response: Response): Promise<void> {
  if (response.status === 503) {
    const body: unknown = await response
      .clone()
      .json()
      .catch(() => undefined);
    if (isNotice(body)) maintenance.set(body.detail);
    return;
  }
  if (maintenance.get() !== undefined && response.ok && !ALWAYS_OPEN.test(url)) maintenance.set(undefined);
}

function isNotice(body: unknown): body is { readonly detail: string } {
  return (
    typeof body === "object" &&
    body !== null &&
    "code" in body &&
    body.code === "maintenance" &&
    "detail" in body &&
    typeof body.detail === "string"
  );
}
