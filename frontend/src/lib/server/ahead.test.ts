import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { askAhead } from "./ahead";
import { answer, api } from "./api";
import { session } from "./session";

const grant = (id: string) => ({
  access_token: `token of ${id}`,
  expires_in: 900,
  user: { id, role: "depositor" as const, email: "a@asso.test", first_name: "A", last_name: "B" },
});

let seen: string[] = [];
let status = 200;

beforeEach(() => {
  seen = [];
  status = 200;
  session.adopt(grant("anne"));
  vi.stubGlobal("fetch", async (request: Request) => {
    seen.push(request.headers.get("Authorization") ?? "nobody");
    return new Response(JSON.stringify({ items: [] }), {
      status,
      headers: { "Content-Type": "application/json" },
    });
  });
});
afterEach(() => vi.unstubAllGlobals());

const registrations = () => answer(api.GET("/api/v1/me/registrations"));

test("an answer that was asked for ahead serves once", async () => {
  expect(await askAhead("/api/v1/me/registrations")).toEqual({ items: [] });
  expect(await registrations()).toEqual({ items: [] });
  expect(seen).toEqual(["Bearer token of anne"]);
  await registrations();
  expect(seen).toHaveLength(2);
});

test("a refusal does not serve, and what one person was told is not for the next", async () => {
  status = 503;
  expect(await askAhead("/api/v1/me/registrations")).toBeUndefined();
  status = 200;
  await registrations();
  expect(seen).toHaveLength(2);

  await askAhead("/api/v1/me/registrations");
  session.adopt(grant("bruno"));
  await registrations();
  expect(seen.at(-1)).toBe("Bearer token of bruno");
});
