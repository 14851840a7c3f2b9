import { afterEach, beforeEach, expect, test, vi } from "vitest";

const DAY_MS = 86_400_000;
const NOON = 1_764_417_600_000;

beforeEach(() => {
  localStorage.clear();
  vi.resetModules();
});
afterEach(() => vi.unstubAllGlobals());

async function visit(now: number): Promise<number> {
  const asked = vi.fn(async () => Response.json({ name: "ALPE", contact_email: "a@b.fr", version: "1" }));
  vi.stubGlobal("fetch", asked);
  const { fetchSite } = await import("./site");
  await fetchSite(now);
  return asked.mock.calls.length;
}

test("whose site this is is asked at the first visit and then once a day", async () => {
  expect(await visit(NOON)).toBe(1);
  expect(await visit(NOON + DAY_MS - 1)).toBe(0);
  expect(await visit(NOON + DAY_MS)).toBe(1);
});
