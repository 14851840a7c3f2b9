import { session } from "@/lib/server/session";
import type { ClosedTill } from "./closing";

const KEY = "bourse.closed-till";

interface Kept {
  /** Whoever has the tab next has nothing to do with it. */
  readonly who: string | null;
  readonly closed: ClosedTill;
}

/** The till that was closed in this tab, until somebody leaves its page: a reload loses neither its figures nor the way to its slip. */
export const keptClosed = {
  read(): ClosedTill | undefined {
    try {
      const kept = JSON.parse(sessionStorage.getItem(KEY) ?? "null") as Kept | null;
      return kept?.who === who() ? kept.closed : undefined;
    } catch {
      return undefined;
    }
  },
  write(closed: ClosedTill): void {
    sessionStorage.setItem(KEY, JSON.stringify({ who: who(), closed } satisfies Kept));
  },
  clear(): void {
    sessionStorage.removeItem(KEY);
  },
};

function who(): string | null {
  return session.identity.get()?.id ?? null;
}
