import { afterEach, expect, test, vi } from "vitest";
import { settleConflict } from "./api";

afterEach(() => vi.unstubAllGlobals());

test("a conflict whose money is kept gives nothing back", async () => {
  const settled = { id: "article", code: "A2025-L245-A03", description: "Pantalon", others: [] };
  vi.stubGlobal("fetch", () => Promise.resolve(Response.json(settled)));
  const settling = { how: "keep", reason: "le client est parti", refund_session_id: null } as const;
  expect(await settleConflict("article", settling)).toEqual([]);
});
