import { paths } from "@/lib/paths";
import { createStore, useStore } from "@/lib/store";
import { network, observedFetch } from "./network";
import { askLogIn } from "./password-again";
import { asProblem, problemOf } from "./problem";

/** From least to most: each has the reading rights of the one before it. */
const ROLES = ["depositor", "volunteer", "manager", "admin"] as const;
export type Role = (typeof ROLES)[number];

/** Who is logged in, as far as the screens need to know. */
export interface Identity {
  readonly id: string;
  readonly role: Role;
  readonly email: string;
  readonly first_name: string;
  readonly last_name: string;
}

/** What the server answers to a log-in, an activation or a refresh. */
export interface Grant {
  readonly access_token: string;
  /** Seconds. */
  readonly expires_in: number;
  readonly user: Identity;
}

/** How calls prove who makes them. */
export interface Pass {
  /** The token to send; undefined when there is none. */
  token(): Promise<string | undefined>;
  /** Gets a new one; false when nobody is logged in any more, or the server is away. */
  renew(): Promise<boolean>;
  /** Has whoever works here log in again, over the page, when the session has ended; true when they did. */
  again?(): Promise<boolean>;
}

const KEPT = "bourse.identity";
/** Set while somebody has left this device and the server does not know it yet. */
const LEAVING = "bourse.leaving";
/** A token about to run out would be refused when it arrives. */
const MARGIN_MS = 30_000;
const CALL_TIMEOUT_MS = 10_000;
/** A server that is busy says so with a wait of seconds; a locked account with one of minutes. */
const SOON_SECONDS = 5;
const MOST_TRIES = 6;

/** The access token lives here only: a script that gets into the page finds nothing in storage. */
let token: { readonly value: string; readonly expiresAt: number } | undefined;
let refreshing: Promise<boolean> | undefined;
/** The session is over on the server, while somebody works on a page here: what they typed stays until they log in again. */
let ended = false;

const identity = createStore<Identity | undefined>(remembered());

export const session = {
  identity,
  adopt,
  forget,
  logIn,
  logOut,
  refresh,
  restore,
  token: currentToken,
  pass: { token: currentToken, renew: () => refresh(), again } satisfies Pass,
  vouched,
};

// Somebody who left while the server was away is gone from there too as soon as it is back.
network.subscribe(() => void (network.get() && finishLeaving()));

export function useIdentity(): Identity | undefined {
  return useStore(identity);
}

export function hasRole(who: Identity | undefined, least: Role): boolean {
  return who !== undefined && ROLES.indexOf(who.role) >= ROLES.indexOf(least);
}

function adopt(grant: Grant): void {
  ended = false;
  token = { value: grant.access_token, expiresAt: Date.now() + grant.expires_in * 1000 };
  // The new person's cookie has taken the place of the one to be given up.
  localStorage.removeItem(LEAVING);
  localStorage.setItem(KEPT, JSON.stringify(grant.user));
  identity.set(grant.user);
}

function forget(): void {
  ended = false;
  token = undefined;
  localStorage.removeItem(KEPT);
  identity.set(undefined);
}

/** Throws a `Problem`: wrong password, too many tries, nobody there. When many log in at once it waits its turn. */
async function logIn(email: string, password: string): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    const response = await send("login", { email, password }).catch((thrown: unknown) => {
      throw asProblem(thrown);
    });
    if (response.ok) {
      adopt((await response.json()) as Grant);
      return;
    }
    const seconds = Number(response.headers.get("Retry-After"));
    const soon = response.status === 429 && seconds > 0 && seconds <= SOON_SECONDS;
    if (!soon || tries === MOST_TRIES) throw await problemOf(response);
    await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
  }
}

/**
 * Lets somebody else do one thing on this device: logs in beside the session that is open here, does it with their token, and
 * logs out again. The cookie of the person who works here is neither sent nor replaced. Throws as `logIn` does.
 */
async function vouched<T>(
  email: string,
  password: string,
  work: (token: string, who: Identity) => Promise<T>,
): Promise<T> {
  const response = await send("login", { email, password }, undefined, "omit").catch((thrown: unknown) => {
    throw asProblem(thrown);
  });
  if (!response.ok) throw await problemOf(response);
  const { access_token, user } = (await response.json()) as Grant;
  try {
    return await work(access_token, user);
  } finally {
    await send("logout", undefined, access_token, "omit").catch(() => undefined);
  }
}

/** Ends the session here whatever the server says: a person who leaves a shared computer must be gone. */
async function logOut(): Promise<void> {
  localStorage.setItem(LEAVING, "1");
  const leaving = token;
  forget();
  await finishLeaving(leaving?.value);
}

/**
 * Tells the server, now or when it is there again, that whoever was logged in here has left: the cookie that this page
 * cannot see would open their session to the next person.
 */
function finishLeaving(bearer?: string): Promise<void> {
  return exclusively(async () => {
    if (localStorage.getItem(LEAVING) === null) return;
    const response = await send("logout", undefined, bearer).catch(() => undefined);
    // No session to end is as good as one that ended.
    if (response !== undefined && (response.ok || response.status === 401)) localStorage.removeItem(LEAVING);
  });
}

/**
 * At the start of the page: a known person gets a token; without network the person stays known, so that a till opens.
 * `asking` is called once the server has been asked, or when there is nothing to ask.
 */
async function restore(asking: () => void = () => undefined): Promise<void> {
  if (identity.get() !== undefined) {
    await refresh(asking);
    // There is no page yet on which anybody could have typed something.
    if (ended) forget();
    return;
  }
  asking();
  await finishLeaving();
}

/** The token to send, renewed when it is about to run out; undefined when nobody is logged in or the server is away. */
async function currentToken(): Promise<string | undefined> {
  if (token !== undefined && token.expiresAt - MARGIN_MS > Date.now()) return token.value;
  if (identity.get() === undefined) return undefined;
  await refresh();
  return token?.value;
}

/**
 * Renews the access token by the cookie, for somebody known here. Every caller waits for the same request: the cookie works once, and two
 * at a time would look like a stolen one. False when there is no session any more, or no server.
 */
function refresh(asking?: () => void): Promise<boolean> {
  if (identity.get() === undefined || ended) return Promise.resolve(false);
  refreshing ??= exclusively(() => renew(asking)).finally(() => {
    refreshing = undefined;
  });
  return refreshing;
}

/** Two tabs share the cookie, so they take turns. */
async function exclusively<T>(work: () => Promise<T>): Promise<T> {
  return navigator.locks ? await navigator.locks.request("bourse-refresh", work) : work();
}

async function renew(asking?: () => void): Promise<boolean> {
  let response: Response;
  try {
    const sent = send("refresh");
    asking?.();
    response = await sent;
  } catch {
    return false;
  }
  if (response.ok) {
    const grant = (await response.json()) as Grant;
    // Whoever left meanwhile stays away.
    if (identity.get() === undefined) return false;
    adopt(grant);
    return true;
  }
  if (response.status === 401 || response.status === 403) end();
  return false;
}

/**
 * A till goes on without anybody logged in, and who left in another tab has left here too; everybody else stays in sight, to
 * log in again over the page.
 */
function end(): void {
  token = undefined;
  if (localStorage.getItem(KEPT) === null || location.pathname === paths.till) forget();
  else ended = true;
}

async function again(): Promise<boolean> {
  return ended && (await askLogIn());
}

/** The session's own calls: the typed client stands on them, so they cannot go through it. */
function send(
  call: "login" | "logout" | "refresh",
  body?: unknown,
  bearer?: string,
  credentials: RequestCredentials = "same-origin",
): Promise<Response> {
  const headers = new Headers({ "X-Requested-With": "bourse" });
  if (body !== undefined) headers.set("Content-Type", "application/json");
  if (bearer !== undefined) headers.set("Authorization", `Bearer ${bearer}`);
  return observedFetch(
    new Request(`/api/v1/auth/${call}`, {
      method: "POST",
      headers,
      credentials,
      body: body === undefined ? null : JSON.stringify(body),
      signal: AbortSignal.timeout(CALL_TIMEOUT_MS),
    }),
  );
}

function remembered(): Identity | undefined {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEPT) ?? "null");
    return kept === null ? undefined : (kept as Identity);
  } catch {
    return undefined;
  }
}
