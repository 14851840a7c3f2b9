import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { answer, tillApi } from "./api";
import { type DeviceTokens, device } from "./device";
import { network } from "./network";
import { session } from "./session";

const SESSION = "018f3c1e-7b2a-7c3d-9e4f-0a1b2c3d4e5f";
const json = (body: unknown, status = 200) =>
  new Response(JSON.stringify(body), { status, headers: { "Content-Type": "application/json" } });
const refused = (code: string) => json({ status: 401, code, detail: "Non." }, 401);

let kept: DeviceTokens[] = [];
let seen: string[] = [];

/** The network in memory: what each address answers to which token. */
function serve(routes: Record<string, (request: Request) => Response | Promise<Response>>): void {
  vi.stubGlobal("fetch", async (request: Request) => {
    const { pathname } = new URL(request.url);
    seen.push(`${pathname.replace("/api/v1", "")} ${request.headers.get("Authorization") ?? "-"}`);
    const route = routes[pathname];
    if (route === undefined) throw new TypeError("Failed to fetch");
    return route(request);
  });
}

const REFRESH = "/api/v1/auth/device/refresh";
const SUMMARY = `/api/v1/register-sessions/${SESSION}`;
const ask = () =>
  answer(tillApi.GET("/api/v1/register-sessions/{id}", { params: { path: { id: SESSION } } }));
const acceptOnly = (token: string) => (request: Request) =>
  request.headers.get("Authorization") === `Bearer ${token}` ? json({}) : refused("token_expired");

beforeEach(() => {
  kept = [];
  seen = [];
  session.forget();
  network.set(true);
  device.adopt({ access_token: "old", refresh_token: "first" }, async (tokens) => kept.push(tokens));
});
afterEach(() => vi.unstubAllGlobals());

test("the till speaks by its own pair while nobody is logged in", async () => {
  serve({ [SUMMARY]: acceptOnly("old") });
  await ask();
  expect(seen).toEqual([`/register-sessions/${SESSION} Bearer old`]);
});

test("a pair that ran out is renewed once for all who ask, and kept", async () => {
  const bodies: unknown[] = [];
  serve({
    [SUMMARY]: acceptOnly("new"),
    [REFRESH]: async (request) => {
      bodies.push(await request.json());
      return json({ access_token: "new", refresh_token: "second" });
    },
  });
  await Promise.all([ask(), ask()]);
  expect(bodies).toEqual([{ refresh_token: "first" }]);
  expect(kept).toEqual([{ access_token: "new", refresh_token: "second" }]);
});

test("a lost answer leaves the pair as it is: the same token is shown again", async () => {
  let answers = 0;
  const shown: unknown[] = [];
  serve({
    [SUMMARY]: acceptOnly("new"),
    [REFRESH]: async (request) => {
      shown.push(((await request.json()) as DeviceTokens).refresh_token);
      answers += 1;
      if (answers === 1) throw new TypeError("Failed to fetch");
      return json({ access_token: "new", refresh_token: "second" });
    },
  });
  await expect(ask()).rejects.toMatchObject({ status: 401 });
  expect(device.held.get()).toBe(true);
  await ask();
  expect(shown).toEqual(["first", "first"]);
});

test("a pair that has ended gives way to whoever is logged in", async () => {
  const user = { id: "1", role: "volunteer", email: "a@b.test", first_name: "A", last_name: "B" } as const;
  session.adopt({ access_token: "person", expires_in: 900, user });
  serve({
    [SUMMARY]: acceptOnly("person"),
    [REFRESH]: () => refused("session_ended"),
    "/api/v1/auth/refresh": () => json({ access_token: "person", expires_in: 900, user }),
  });
  await ask();
  expect(device.held.get()).toBe(false);
});

test("a caller in a hurry does not wait for a slow renewal", async () => {
  serve({ [SUMMARY]: () => refused("token_expired"), [REFRESH]: () => new Promise(() => undefined) });
  const hurry = new AbortController();
  const call = answer(
    tillApi.GET("/api/v1/register-sessions/{id}", {
      params: { path: { id: SESSION } },
      signal: hurry.signal,
    }),
  );
  await vi.waitFor(() => expect(seen).toContain("/auth/device/refresh -"));
  hurry.abort();
  await expect(call).rejects.toThrow();
});
