import { askAhead } from "@/lib/server/ahead";
import { session } from "@/lib/server/session";
import { arrivalAt, isFramed, loadFrame, pages } from "./pages";
import { questions } from "./questions";

/** The session's question needs a lock, which another tab may hold: the page does not wait for that. */
const LOCK_MS = 50;

let begun = () => {};
const sent = new Promise<void>((resolve) => {
  begun = resolve;
  setTimeout(resolve, LOCK_MS);
});

/** Who is there, asked for while the application's own code is still under way. */
export const known = session.restore(begun);

/**
 * Fetches what the address in view needs: the page's code, or that of the log-in that it leads to, and what it will ask.
 * Running code keeps a slow processor busy for longer than the server takes, so the session's question is sent first.
 */
export async function fetchPage(): Promise<void> {
  const named = arrivalAt(location.pathname);
  const asksFirst = named !== undefined && isFramed(named.page) && session.identity.get() === undefined;
  if (!asksFirst && named !== undefined)
    void known.then(() => questions[named.name]?.(askAhead, named.params));
  await sent;
  const page = asksFirst ? pages.login : named?.page;
  if (page === undefined) return;
  // Whoever shows it fetches it again, and says so when it cannot be had.
  const leave = () => undefined;
  void page.load().catch(leave);
  if (isFramed(page)) void loadFrame().catch(leave);
}
