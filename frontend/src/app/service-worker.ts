import { registerSW } from "virtual:pwa-register";
import { newVersion, tabInUse } from "@/lib/new-version";

const HOUR_MS = 3_600_000;

/** Makes the application open without network, and looks for a new version now and then. */
export function registerServiceWorker(): void {
  const update = registerSW({
    immediate: true,
    // Another tab has taken the new version: where somebody sells, the till's menu offers it between two tickets.
    onNeedReload: () => {
      if (tabInUse.get()) newVersion.set({ take: () => location.reload() });
      else location.reload();
    },
    onNeedRefresh: () => newVersion.set({ take: () => void update() }),
    onRegisteredSW: (_url, registration) => {
      if (registration) setInterval(() => void registration.update().catch(() => undefined), HOUR_MS);
    },
  });
}
