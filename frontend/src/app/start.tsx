import "./mantine.css";
import "./global.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { router } from "@/app/routes/router";
import { session } from "@/lib/server/session";
import { fetchSite } from "@/lib/site";
import { markedDesk } from "@/offline/desk/marker";
import { returnFocusFrom } from "@/ui/dialog/focus-return";
import { App } from "./App";
import { registerServiceWorker } from "./service-worker";

/** By then a page has what it shows, over a slow line too: what is for later must not be in its way. */
const SETTLED_MS = 4_000;

/** Draws over the mark in `index.html` once the page is there, so that nothing half-drawn is seen. */
export async function start(): Promise<void> {
  await router.load();
  const [place, overlays] = [document.getElementById("root"), document.getElementById("overlays")];
  if (place === null || overlays === null) return;
  returnFocusFrom(overlays);
  createRoot(place).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
  setTimeout(() => (window.requestIdleCallback ?? setTimeout)(settle), SETTLED_MS);
}

/** Who leaves this device takes the names that a desk keeps along, at once. */
session.identity.subscribe(() => {
  if (session.identity.get() === undefined && markedDesk() !== undefined) {
    void import("@/offline/desk/database").then(({ wipeDesk }) => wipeDesk()).catch(() => undefined);
  }
});

function settle(): void {
  const manifest = { rel: "manifest", href: "/manifest.webmanifest" };
  document.head.append(Object.assign(document.createElement("link"), manifest));
  registerServiceWorker();
  // Without network the name known from the last visit stands.
  void fetchSite().catch(() => undefined);
}
