import { afterEach, expect, test, vi } from "vitest";
import { answer, api, tillApi } from "./api";

afterEach(() => vi.unstubAllGlobals());

/** Answers one after the other, 0 for an answer that never arrives; the keys that came with the requests. */
function server(...statuses: readonly number[]) {
  const seen: (string | null)[] = [];
  const answers = [...statuses];
  vi.stubGlobal("fetch", (request: Request) => {
    seen.push(request.headers.get("Idempotency-Key"));
    const status = answers.shift() ?? 200;
    return status === 0
      ? Promise.reject(new TypeError("lost"))
      : Promise.resolve(Response.json({}, { status }));
  });
  return seen;
}

const adjust = (reason: string) =>
  answer(
    api.POST("/api/v1/payouts/{id}/adjustments", {
      params: { path: { id: "payout" } },
      body: { kind: "goodwill", amount_cents: 100, reason },
    }),
  ).catch(() => undefined);

test("a deed sent again after a lost answer carries the same key, after a good one another", async () => {
  const seen = server(0, 503, 200, 200);
  for (let time = 0; time < 4; time += 1) await adjust("un vélo");
  const [first, second, third, fourth] = seen;
  expect(first).toMatch(/^[0-9-]{20,}$/);
  expect([second, third]).toEqual([first, first]);
  expect(fourth).not.toBe(first);
});

test("another body is another deed", async () => {
  const seen = server(0, 0);
  await adjust("un vélo");
  await adjust("une poussette");
  expect(seen[0]).not.toBe(seen[1]);
});

test("no key goes with log-ins, files and what tills send", async () => {
  const seen = server();
  await api.POST("/api/v1/auth/logout-all" as never, {} as never);
  await api.POST(
    "/api/v1/editions/{id}/imports" as never,
    {
      body: new Blob(["x"]),
      headers: { "Content-Type": "application/octet-stream" },
      bodySerializer: (body: Blob) => body,
    } as never,
  );
  await tillApi.POST("/api/v1/register-sessions/{id}/report" as never, { body: {} } as never);
  expect(seen).toEqual([null, null, null]);
});

test("a password that was typed wrong is sent once: each time counts as a try", async () => {
  const asked: string[] = [];
  vi.stubGlobal("fetch", (request: Request) => {
    asked.push(new URL(request.url).pathname);
    return Promise.resolve(Response.json({ code: "wrong_credentials" }, { status: 401 }));
  });
  await api.POST("/api/v1/me/erase" as never, { body: { password: "faux" } } as never);
  expect(asked).toEqual(["/api/v1/me/erase"]);
});
