import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { TillDatabase } from "@/offline/database";
import { ANOTHER, CASH, GENUINE, HallDevice } from "@/offline/hall";

let hall: HallDevice;

beforeEach(async () => {
  hall = await HallDevice.open();
});
afterEach(() => hall.close());

test("a device that cannot write says so, and sells again when it can", async () => {
  await hall.scan(GENUINE);
  const write = vi.spyOn(TillDatabase.prototype, "commit").mockRejectedValue(new Error("QuotaExceededError"));
  expect(await hall.sell()).toEqual({ kind: "impossible", why: "unwritten" });
  expect(hall.ledger()).toEqual([]);
  write.mockRestore();
  expect(await hall.sell()).toMatchObject({ kind: "recorded" });
});

test("a recorded sale that cannot be written down any more does not stop the till", async () => {
  await hall.scan(GENUINE);
  const commit = TillDatabase.prototype.commit;
  let writes = 0;
  const write = vi.spyOn(TillDatabase.prototype, "commit").mockImplementation(function (
    this: TillDatabase,
    ...change
  ) {
    writes += 1;
    return writes > 1 ? Promise.reject(new Error("UnknownError")) : commit.apply(this, change);
  });
  expect(await hall.sell()).toMatchObject({ kind: "recorded" });
  write.mockRestore();
  await hall.till.removeLine(GENUINE.code);
  await hall.scan(ANOTHER);
  expect(await hall.sell([{ method: "cash", amount_cents: 100 }])).toMatchObject({ kind: "queued" });
  await hall.exchange.beat();
  expect(hall.ledger().map((entry) => entry.state)).toEqual(["recorded", "recorded"]);
  expect(hall.server.recorded.size).toBe(2);
});

test("the ledger is written through to the disk, the open ticket need not be", async () => {
  const asked = vi.spyOn(IDBDatabase.prototype, "transaction");
  await hall.reload();
  asked.mockClear();
  await hall.scan(GENUINE);
  expect(asked.mock.calls.map(([, , options]) => options?.durability)).toEqual(["relaxed"]);
  asked.mockClear();
  await hall.till.writeSale("queued", hall.lines(), CASH);
  const writes = asked.mock.calls.filter(([stores]) => [stores].flat().includes("entries"));
  expect(writes.map(([, mode, options]) => [mode, options?.durability])).toEqual([["readwrite", "strict"]]);
});
