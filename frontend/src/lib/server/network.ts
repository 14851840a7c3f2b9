import { createStore, useStore } from "@/lib/store";
import { observeMaintenance } from "./maintenance";
import { Problem } from "./problem";

/**
 * Whether the server answers. The browser's own flag only knows about cables and Wi-Fi, so every request tells
 * what it met: a sports hall has Wi-Fi without network.
 */
const reachable = createStore(typeof navigator === "undefined" || navigator.onLine);

if (typeof window !== "undefined") {
  window.addEventListener("offline", () => reachable.set(false));
  window.addEventListener("online", () => reachable.set(true));
}

/**
 * `fetch` that notes whether anybody answered; throws `Problem.unreachable` when nobody did. 502 to 504 come from a
 * gateway whose application is down.
 */
export async function observedFetch(request: Request): Promise<Response> {
  try {
    const response = await fetch(request);
    reachable.set(response.status < 502 || response.status > 504 || isProblem(response));
    await observeMaintenance(request.url, response);
    return response;
  } catch (thrown) {
    // The page gave up by itself: that says nothing about the server.
    if (thrown instanceof DOMException && thrown.name === "AbortError") throw thrown;
    reachable.set(false);
    throw Problem.unreachable();
  }
}

function isProblem(response: Response): boolean {
  return response.headers.get("content-type")?.startsWith("application/problem+json") ?? false;
}

export const network = reachable;

export function useReachable(): boolean {
  return useStore(reachable);
}
