import createClient from "openapi-fetch";
import { takeAhead } from "./ahead";
import { device } from "./device";
import { observedFetch } from "./network";
import { askPassword, refusesPassword, wantsPassword } from "./password-again";
import { asProblem, problemOf } from "./problem";
import { type Pass, session } from "./session";
import type { paths } from "./wire";

/** Calls whose caller has no session yet, or is about to end it. */
const PUBLIC = /\/api\/v1\/(site$|auth\/(login|activate|invitations|password\/(forgot|reset)))/;

/** The typed client of the HTTP API, made from the server's own description. */
export const api = createClient<paths>({
  baseUrl: location.origin,
  fetch: keyed(askedAhead(as(session.pass))),
});

/** The same in the name of the till that this device is. */
export const tillApi = createClient<paths>({ baseUrl: location.origin, fetch: as(device.pass) });

/** For what a desk sends until it is taken: it counts once by the ids in it, and needs no other key. */
export const deskApi = createClient<paths>({ baseUrl: location.origin, fetch: as(session.pass) });

type Send = (request: Request) => Promise<Response>;

/** Of what was sent and not answered well yet, the key under which the server knows it. */
const keys = new Map<string, string>();

/** A deed whose answer got lost is not done twice when it is sent again; done again after a good answer it is another one. */
function keyed(send: Send): Send {
  return async (request) => {
    const type = request.headers.get("Content-Type");
    const plain = type === null || type.startsWith("application/json");
    if (request.method !== "POST" || !plain || request.url.includes("/api/v1/auth/")) return send(request);
    const deed = `${request.url}\n${await request.clone().text()}`;
    const key = keys.get(deed) ?? crypto.getRandomValues(new Uint32Array(4)).join("-");
    keys.set(deed, key);
    request.headers.set("Idempotency-Key", key);
    const response = await send(request);
    if (response.ok) keys.delete(deed);
    return response;
  };
}

/** A question whose answer is on its way already is not asked twice. */
function askedAhead(send: Send): Send {
  return async (request) => {
    const early = await takeAhead(request);
    return early?.ok ? early : send(request);
  };
}

/**
 * Sends with the access token; once more with a fresh one when the server says that it ran out, after a new log-in when the
 * session has ended, and once more when the person has typed the password that the server asked for.
 */
function as(pass: Pass): Send {
  return async (request) => {
    if (PUBLIC.test(request.url)) return observedFetch(request);
    const kept = request.clone();
    const send = async (once: Request) =>
      observedFetch(signed(once, await inTime(pass.token(), once.signal)));
    let response = await send(request);
    if (response.status !== 401 || (await refusesPassword(response))) return response;
    if (!(await wantsPassword(response))) {
      const { signal } = request;
      if (!(await inTime(pass.renew(), signal)) && !(await inTime(logInAgain(pass), signal))) return response;
      response = await send(kept.clone());
    }
    if (!(await wantsPassword(response)) || !(await askPassword())) return response;
    return send(kept.clone());
  };
}

function logInAgain(pass: Pass): Promise<boolean> {
  return pass.again?.() ?? Promise.resolve(false);
}

/** A caller in a hurry does not wait for a token either. */
function inTime<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    signal.addEventListener("abort", () => reject(signal.reason as Error), { once: true });
    work.then(resolve, reject);
  });
}

/** A call that carries somebody else's token keeps it. */
function signed(request: Request, token: string | undefined): Request {
  if (token !== undefined && !request.headers.has("Authorization"))
    request.headers.set("Authorization", `Bearer ${token}`);
  return request;
}

interface Answer<T> {
  readonly data?: T;
  readonly error?: unknown;
  readonly response: Response;
}

/** The body of a good answer; throws a `Problem` for every other. */
export async function answer<T>(call: Promise<Answer<T>>): Promise<T> {
  const { data, error, response } = await call.catch((thrown: unknown) => {
    throw asProblem(thrown);
  });
  if (response.ok) return data as T;
  throw await problemOf(new Response(JSON.stringify(error ?? {}), { status: response.status }));
}

/** A document behind the session (PDF, XLSX), saved under the name that the server gave it; `POST` for one that it makes. */
export async function download(
  path: string,
  fallbackName: string,
  method = "GET",
  body?: unknown,
): Promise<void> {
  const told = { body: JSON.stringify(body), headers: { "Content-Type": "application/json" } };
  const request = new Request(new URL(path, location.origin), {
    method,
    ...(body === undefined ? {} : told),
  });
  const response = await as(session.pass)(request).catch((thrown: unknown) => {
    throw asProblem(thrown);
  });
  if (!response.ok) throw await problemOf(response);
  const name = /filename="?([^";]+)"?/.exec(response.headers.get("content-disposition") ?? "")?.[1];
  save(await response.blob(), name ?? fallbackName);
}

/** Hands a file to the browser's downloads. */
export function save(content: Blob, name: string): void {
  const url = URL.createObjectURL(content);
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
