import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { TillDatabase } from "@/offline/database";
import { ANOTHER, aSession, CASH, GENUINE, HallServer } from "@/offline/hall";
import type { Payment } from "@/offline/ticket/ticket";
import { Till } from "@/offline/till/till";
import { Exchange } from "./exchange";

let database: TillDatabase;
let till: Till;
let server: HallServer;
let exchange: Exchange;
let names = 0;

beforeEach(async () => {
  names += 1;
  database = new TillDatabase(`device-${names}`);
  till = await Till.restore(database);
  server = new HallServer();
  exchange = new Exchange(till, server, server.reachable);
  await till.begin(await aSession());
});

afterEach(() => database.close());

const scan = (label: typeof GENUINE) => till.scanLabel(label.code, label.price, label.check);
const lines = () => till.state.get().basket.lines;
const sell = (payments: readonly Payment[] = CASH) => exchange.sell(lines(), payments);
const ledger = () => till.state.get().ledger;

/** What a browser does after a crash: everything anew from what the device holds. */
async function reload(): Promise<void> {
  database.close();
  database = new TillDatabase(`device-${names}`);
  till = await Till.restore(database);
  exchange = new Exchange(till, server, server.reachable);
}

test("a device that cannot write says so, and sells again when it can", async () => {
  await scan(GENUINE);
  const write = vi.spyOn(TillDatabase.prototype, "commit").mockRejectedValue(new Error("QuotaExceededError"));
  expect(await sell()).toEqual({ kind: "impossible", why: "unwritten" });
  expect(ledger()).toEqual([]);
  write.mockRestore();
  expect(await sell()).toMatchObject({ kind: "recorded" });
});

test("a recorded sale that cannot be written down any more does not stop the till", async () => {
  await scan(GENUINE);
  const commit = TillDatabase.prototype.commit;
  let writes = 0;
  const write = vi.spyOn(TillDatabase.prototype, "commit").mockImplementation(function (
    this: TillDatabase,
    ...change
  ) {
    writes += 1;
    return writes > 1 ? Promise.reject(new Error("UnknownError")) : commit.apply(this, change);
  });
  expect(await sell()).toMatchObject({ kind: "recorded" });
  write.mockRestore();
  await till.removeLine(GENUINE.code);
  await scan(ANOTHER);
  expect(await sell([{ method: "cash", amount_cents: 100 }])).toMatchObject({ kind: "queued" });
  await exchange.beat();
  expect(ledger().map((entry) => entry.state)).toEqual(["recorded", "recorded"]);
  expect(server.recorded.size).toBe(2);
});

test("the ledger is written through to the disk, the open ticket need not be", async () => {
  const asked = vi.spyOn(IDBDatabase.prototype, "transaction");
  await reload();
  asked.mockClear();
  await scan(GENUINE);
  expect(asked.mock.calls.map(([, , options]) => options?.durability)).toEqual(["relaxed"]);
  asked.mockClear();
  await till.writeSale("queued", lines(), CASH);
  const writes = asked.mock.calls.filter(([stores]) => [stores].flat().includes("entries"));
  expect(writes.map(([, mode, options]) => [mode, options?.durability])).toEqual([["readwrite", "strict"]]);
});
