import { cleanup, screen, waitFor } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { standBefore } from "@/features/sale/till/stage";
import { TillDatabase } from "@/offline/database";
import { aSession } from "@/offline/hall";
import { Till } from "@/offline/till/till";
import { DoubleSales } from "./DoubleSales";

vi.mock("@/features/sale/till/sounds", () => ({ beepRefused: () => undefined }));

let database: TillDatabase;
let names = 0;

beforeEach(() => {
  names += 1;
  database = new TillDatabase(`double-${names}`);
});

afterEach(() => {
  cleanup();
  database.close();
  vi.unstubAllGlobals();
});

/** A till with one line in conflict, in an edition where so many conflicts wait for a manager. */
async function show(conflicts: number, number: number) {
  const asked: string[] = [];
  vi.stubGlobal("fetch", ({ url }: Request) => {
    asked.push(url);
    const line = { code: "A2025-L245-A03", status: "conflict" };
    if (url.endsWith("/live")) return Promise.resolve(Response.json({ conflicts }));
    if (url.includes("/tickets"))
      return Promise.resolve(Response.json({ items: [{ number, lines: [line] }] }));
    return Promise.resolve(Response.json({ conflict_lines: 1 }));
  });
  const till = await Till.restore(database);
  await till.begin(await aSession());
  const person = standBefore(till, <DoubleSales />);
  await waitFor(() => expect(asked.some((url) => url.endsWith("/live"))).toBe(true));
  return person;
}

test("a line sold twice is called out until somebody says that it is settled", async () => {
  const person = await show(1, 7);
  expect((await screen.findByRole("alert")).textContent).toMatch(
    /ticket n° 7.*déjà vendu à une autre caisse/,
  );
  await person.click(screen.getByRole("button", { name: "C’est réglé" }));
  expect(screen.queryByRole("alert")).toBeNull();
});

test("a line whose money a manager keeps is called out no more", async () => {
  await show(0, 8);
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(screen.queryByRole("alert")).toBeNull();
});
