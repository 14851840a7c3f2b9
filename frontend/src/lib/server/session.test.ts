import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { answer, api } from "./api";
import { network } from "./network";
import { logInAsked, passwordAsked } from "./password-again";
import { Problem } from "./problem";
import { session } from "./session";

const ANNE = {
  id: "1",
  role: "volunteer",
  email: "anne@asso.test",
  first_name: "Anne",
  last_name: "M",
} as const;
const grant = (access_token: string, expires_in = 900) => ({ access_token, expires_in, user: ANNE });

type Route = (request: Request) => Response | Promise<Response>;
let seen: Request[] = [];

/** The network in memory: what each address answers. */
function serve(routes: Record<string, Route>): void {
  vi.stubGlobal("fetch", async (request: Request) => {
    seen.push(request.clone());
    const route = routes[new URL(request.url).pathname];
    if (route === undefined) throw new TypeError("Failed to fetch");
    return route(request);
  });
}

const json = (body: unknown, status = 200) =>
  new Response(JSON.stringify(body), { status, headers: { "Content-Type": "application/json" } });
const problem = (status: number, code: string) =>
  new Response(JSON.stringify({ status, code, detail: "Non." }), {
    status,
    headers: { "Content-Type": "application/problem+json" },
  });

beforeEach(() => {
  seen = [];
  session.forget();
  network.set(true);
});
afterEach(() => vi.unstubAllGlobals());

test("everybody who needs a token waits for the same refresh", async () => {
  session.adopt(grant("old", 0));
  serve({ "/api/v1/auth/refresh": () => json(grant("new")) });
  expect(await Promise.all([session.token(), session.token(), session.refresh()])).toEqual([
    "new",
    "new",
    true,
  ]);
  expect(seen).toHaveLength(1);
  expect(seen[0]?.headers.get("X-Requested-With")).toBe("bourse");
});

test("at the start a session that ended is forgotten, one that cannot be asked about is not", async () => {
  session.adopt(grant("old", 0));
  serve({});
  await session.restore();
  expect(session.identity.get()).toEqual(ANNE);
  expect(network.get()).toBe(false);
  serve({ "/api/v1/auth/refresh": () => problem(401, "session_ended") });
  await session.restore();
  expect(session.identity.get()).toBeUndefined();
  expect(localStorage.getItem("bourse.identity")).toBeNull();
});

/** A session that ended under somebody's hands; a log-in opens another one. */
function endedUnderHands(bodies: string[]): Promise<unknown> {
  session.adopt(grant("old"));
  serve({
    "/api/v1/auth/refresh": () => problem(401, "session_ended"),
    "/api/v1/auth/login": () => json(grant("fresh")),
    "/api/v1/me": async (request) => {
      if (request.headers.get("Authorization") !== "Bearer fresh") return problem(401, "unauthorized");
      bodies.push(await request.text());
      return json({ ...ANNE, city: "Lyon" });
    },
  });
  return answer(api.PATCH("/api/v1/me", { body: { first_name: "Anne" } }));
}

test("a session that ends under somebody's hands is asked for over the page, and what was sent goes on", async () => {
  const bodies: string[] = [];
  const saving = endedUnderHands(bodies);
  await vi.waitFor(() => expect(logInAsked.get()).toBeDefined());
  expect(session.identity.get()).toEqual(ANNE);
  await session.logIn(ANNE.email, "secret");
  logInAsked.get()?.settle(true);
  await expect(saving).resolves.toMatchObject({ city: "Lyon" });
  expect(bodies).toEqual([JSON.stringify({ first_name: "Anne" })]);
});

test("who does not log in again has their refusal, and is asked at the next call", async () => {
  const saving = endedUnderHands([]);
  await vi.waitFor(() => expect(logInAsked.get()).toBeDefined());
  logInAsked.get()?.settle(false);
  await expect(saving).rejects.toMatchObject({ status: 401 });
  const again = answer(api.GET("/api/v1/me"));
  await vi.waitFor(() => expect(logInAsked.get()).toBeDefined());
  logInAsked.get()?.settle(false);
  await expect(again).rejects.toMatchObject({ status: 401 });
});

test("who left in another tab has left here too", async () => {
  session.adopt(grant("old", 0));
  localStorage.removeItem("bourse.identity");
  serve({ "/api/v1/auth/refresh": () => problem(401, "session_ended") });
  await session.refresh();
  expect(session.identity.get()).toBeUndefined();
});

test("nothing that opens a session is kept in the browser's storage", () => {
  session.adopt(grant("a-secret-token"));
  expect(JSON.stringify({ ...localStorage })).not.toContain("a-secret-token");
});

test("a call whose token ran out is repeated once, with all that it carried", async () => {
  session.adopt(grant("stale"));
  const bodies: string[] = [];
  serve({
    "/api/v1/auth/refresh": () => json(grant("fresh")),
    "/api/v1/me": async (request) => {
      bodies.push(`${request.headers.get("Authorization")} ${await request.text()}`);
      return bodies.length === 1 ? problem(401, "token_expired") : json(ANNE);
    },
  });
  await answer(api.PATCH("/api/v1/me", { body: { first_name: "Anne" } }));
  expect(bodies).toEqual(['Bearer stale {"first_name":"Anne"}', 'Bearer fresh {"first_name":"Anne"}']);
});

test("a refusal arrives with its code, its sentence and its fields", async () => {
  session.adopt(grant("token"));
  const body = {
    code: "invalid",
    detail: "Corrigez.",
    errors: [{ field: "phone", code: "x", message: "Numéro." }],
  };
  serve({ "/api/v1/me": () => json(body, 422) });
  const refusal = await answer(api.GET("/api/v1/me")).catch((thrown: unknown) => thrown as Problem);
  expect(refusal).toBeInstanceOf(Problem);
  expect(refusal).toMatchObject({ status: 422, code: "invalid", message: "Corrigez." });
  expect((refusal as Problem).byField()).toEqual({ phone: "Numéro." });
});

test("a call that asks for the password is repeated once it has been typed, with all that it carried", async () => {
  session.adopt(grant("token"));
  const bodies: string[] = [];
  serve({
    "/api/v1/me": async (request) => {
      bodies.push(await request.text());
      return bodies.length === 1 ? problem(401, "password_needed") : json(ANNE);
    },
  });
  const sent = answer(api.PATCH("/api/v1/me", { body: { first_name: "Anne" } }));
  await vi.waitFor(() => expect(passwordAsked.get()).toBeDefined());
  passwordAsked.get()?.settle(true);
  await sent;
  expect(bodies).toEqual(['{"first_name":"Anne"}', '{"first_name":"Anne"}']);
  expect(seen.map(({ url }) => new URL(url).pathname)).toEqual(["/api/v1/me", "/api/v1/me"]);
});

test("a password that is not typed leaves the refusal, and the person logged in", async () => {
  session.adopt(grant("token"));
  serve({ "/api/v1/me": () => problem(401, "password_needed") });
  const refused = expect(answer(api.GET("/api/v1/me"))).rejects.toMatchObject({ code: "password_needed" });
  await vi.waitFor(() => expect(passwordAsked.get()).toBeDefined());
  passwordAsked.get()?.settle(false);
  await refused;
  expect(session.identity.get()).toEqual(ANNE);
});

test("when many log in at once the page waits its turn by itself", async () => {
  vi.useFakeTimers();
  let calls = 0;
  const busy = () =>
    new Response("{}", { status: 429, headers: { "Retry-After": "2", "Content-Type": "application/json" } });
  serve({
    "/api/v1/auth/login": () => {
      calls += 1;
      return calls < 3 ? busy() : json(grant("token"));
    },
  });
  const loggedIn = session.logIn("anne@asso.test", "secret");
  await vi.advanceTimersByTimeAsync(4_000);
  await loggedIn;
  vi.useRealTimers();
  expect(calls).toBe(3);
});

test("a gateway without its application counts as nobody there", async () => {
  session.adopt(grant("token"));
  serve({ "/api/v1/me": () => new Response("<h1>Bad Gateway</h1>", { status: 502 }) });
  await expect(answer(api.GET("/api/v1/me"))).rejects.toMatchObject({ status: 502 });
  expect(network.get()).toBe(false);
});

test("who leaves while the server is away is gone from there too once it is back", async () => {
  session.adopt(grant("token"));
  serve({});
  await session.logOut();
  expect(session.identity.get()).toBeUndefined();
  serve({ "/api/v1/auth/logout": () => json({}) });
  network.set(true);
  await vi.waitFor(() => expect(seen.at(-1)?.url).toContain("/auth/logout"));
  await vi.waitFor(() => expect(localStorage.getItem("bourse.leaving")).toBeNull());
});

test("a page without a token ends the session by its cookie as well", async () => {
  session.adopt(grant("old", 0));
  serve({ "/api/v1/auth/logout": () => json({}) });
  await session.logOut();
  expect(seen.map((request) => new URL(request.url).pathname)).toEqual(["/api/v1/auth/logout"]);
});

test("the next person's log-in is not ended by the farewell of the one before", async () => {
  session.adopt(grant("token"));
  serve({});
  await session.logOut();
  session.adopt(grant("another"));
  serve({ "/api/v1/auth/logout": () => json({}) });
  seen = [];
  network.set(false);
  network.set(true);
  await session.restore();
  expect(seen.filter((request) => request.url.includes("logout"))).toEqual([]);
});

test("a renewal whose answer comes after the person left brings nobody back", async () => {
  session.adopt(grant("old", 0));
  let answerNow = (_: Response) => {};
  serve({
    "/api/v1/auth/refresh": () => new Promise((resolve) => (answerNow = resolve)),
    "/api/v1/auth/logout": () => json({}),
  });
  const renewing = session.refresh();
  await vi.waitFor(() => expect(seen).toHaveLength(1));
  const leaving = session.logOut();
  answerNow(json(grant("new")));
  expect(await renewing).toBe(false);
  await leaving;
  expect(session.identity.get()).toBeUndefined();
});
