import type { NotificationData } from "@mantine/notifications";
import { asProblem } from "@/lib/problem";
import { createStore } from "@/lib/store";

/** Whether any toast was ever shown: their code comes with the first. */
export const toasting = createStore(false);

export function notifyDone(message: string): void {
  void show({ message, color: "good", autoClose: 4_000 });
}

export function notifyProblem(thrown: unknown): void {
  const { message } = asProblem(thrown);
  void show({ title: "Cela n’a pas fonctionné", message, color: "bad", autoClose: 10_000 });
}

async function show(toast: NotificationData): Promise<void> {
  const { notifications } = await import("@mantine/notifications");
  notifications.show({ withBorder: true, closeButtonProps: { "aria-label": "Fermer" }, ...toast });
  toasting.set(true);
}
