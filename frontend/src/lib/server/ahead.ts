import { observedFetch } from "./network";
import { session } from "./session";

/** Longer than a page takes to want an answer, shorter than an answer stays true. */
const FRESH_MS = 10_000;

/** Answers that were asked for before the code that wants them was there; each serves once. */
const asked = new Map<string, Promise<Response | undefined>>();

// What one person was told is not for the next one.
session.identity.subscribe(() => asked.clear());

/** Asks the server with the token of whoever is logged in. Gives the body of a good answer. */
export async function askAhead<Body>(path: string): Promise<Body | undefined> {
  const token = await session.token();
  if (token === undefined) return undefined;
  const request = new Request(new URL(path, location.origin), {
    headers: { Authorization: `Bearer ${token}` },
  });
  const answer = observedFetch(request).catch(() => undefined);
  asked.set(request.url, answer);
  setTimeout(() => asked.delete(request.url), FRESH_MS);
  const response = await answer;
  return response?.ok ? ((await response.clone().json()) as Body) : undefined;
}

/** The answer to this question, if it was asked ahead. */
export async function takeAhead({ method, url }: Request): Promise<Response | undefined> {
  const answer = method === "GET" ? asked.get(url) : undefined;
  asked.delete(url);
  return answer;
}
