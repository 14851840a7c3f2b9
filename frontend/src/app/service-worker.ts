import { registerSW } from "virtual:pwa-register";
import { newVersion } from "@/lib/new-version";

const HOUR_MS = 3_600_000;

/** Makes the application open without network, and looks for a new version now and then. */
export function registerServiceWorker(): void {
  const update = registerSW({
    onNeedRefresh: () => newVersion.set({ take: () => void update() }),
    onRegisteredSW: (_url, registration) => {
      if (registration) setInterval(() => void registration.update().catch(() => undefined), HOUR_MS);
    },
  });
}
