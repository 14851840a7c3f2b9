import type { NotificationData } from "@mantine/notifications";
import { asProblem } from "@/lib/server/problem";
import { createStore } from "@/lib/store";

/** Whether any toast was ever shown: their code comes with the first. */
export const toasting = createStore(false);

export function notifyDone(message: string): void {
  void show(() => ({ message, color: "good", autoClose: 4_000 }));
}

export function notifyProblem(thrown: unknown): void {
  const { message } = asProblem(thrown);
  void show(() => ({ message, color: "bad", autoClose: 10_000, role: "alert" }));
}

/** Shows a toast that may take itself away. */
export async function show(toast: (hide: () => void) => NotificationData): Promise<void> {
  const { notifications } = await import("@mantine/notifications");
  let id = "";
  const closeButtonProps = { "aria-label": "Fermer" };
  id = notifications.show({ withBorder: true, closeButtonProps, ...toast(() => notifications.hide(id)) });
  toasting.set(true);
}
