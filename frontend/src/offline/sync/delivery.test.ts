import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Problem } from "@/lib/server/problem";
import { TillDatabase } from "@/offline/database";
import { ANOTHER, aSession, CASH, GENUINE, HallServer } from "@/offline/hall";
import type { LedgerEntry } from "@/offline/ticket/ledger";
import { leftovers } from "@/offline/ticket/past";
import { Till } from "@/offline/till/till";
import { Exchange } from "./exchange";

/** A server that notes which edition each ticket came to, and may refuse one. */
class Editions extends HallServer {
  readonly came: [edition: string, sequence: number][] = [];
  closed: string | undefined;

  override async sync(edition: string, tickets: Parameters<HallServer["sync"]>[1]) {
    if (edition === this.closed) throw new Problem(409, { code: "edition_closed", detail: "Clôturée." });
    const results = await super.sync(edition, tickets);
    for (const ticket of tickets) this.came.push([edition, ticket.sequence]);
    return results;
  }
}

let database: TillDatabase;
let till: Till;
let server: Editions;
let exchange: Exchange;
let time: number;
let names = 0;

beforeEach(async () => {
  names += 1;
  time = Date.now();
  database = new TillDatabase(`delivery-${names}`);
  till = await Till.restore(database);
  server = new Editions();
  exchange = new Exchange(till, server, server.reachable, () => time);
  await till.begin(await aSession());
});
afterEach(() => database.close());

async function sellOffline(label = GENUINE): Promise<void> {
  server.mode = "away";
  server.reachable.set(false);
  await till.scanLabel(label.code, label.price, label.check);
  await exchange.sell(till.state.get().basket.lines, [{ method: "cash", amount_cents: label.price }]);
  server.mode = "there";
}

async function openNext(editionId: string): Promise<void> {
  await till.begin({ ...till.session(), sessionId: "018f3c1e-7b2a-7c3d-9e4f-0a1b2c3d4e60", editionId });
}

test("what an earlier session left goes to its own edition, also beside another edition's sales", async () => {
  await sellOffline();
  await openNext("spring");
  await sellOffline(ANOTHER);
  await exchange.beat();
  expect(server.came).toEqual([
    ["edition", 1],
    ["spring", 1],
  ]);
});

test("leftovers leave without any session", async () => {
  await sellOffline();
  await exchange.leave();
  expect(leftovers(till.state.get().past)).toMatchObject([{ registers: [2], unsent: [{ sequence: 1 }] }]);
  await exchange.beat();
  expect(server.came).toEqual([["edition", 1]]);
  expect(leftovers(till.state.get().past)).toMatchObject([{ unsent: [] }]);
});

test("an edition that takes nothing more keeps its tickets here and does not hold up another", async () => {
  await sellOffline();
  await openNext("spring");
  await sellOffline(ANOTHER);
  server.closed = "edition";
  await exchange.beat();
  expect(server.came).toEqual([["spring", 1]]);
  expect(exchange.delivery.refusals.get().get("edition")?.code).toBe("edition_closed");
  expect(till.unsent()).toHaveLength(1);
  const sync = vi.spyOn(server, "sync");
  await exchange.beat();
  expect(sync).not.toHaveBeenCalled();
  server.closed = undefined;
  await exchange.delivery.synchronise(true);
  expect(till.unsent()).toEqual([]);
  expect(exchange.delivery.refusals.get().size).toBe(0);
});

test("a closed edition's tickets leave the device once the server has named them, others never", async () => {
  await sellOffline();
  await exchange.leave();
  await till.forgetEditions(new Set(["edition"]));
  expect(till.unsent()).toHaveLength(1);
  await exchange.beat();
  await till.forgetEditions(new Set(["spring"]));
  expect(till.state.get().past).toHaveLength(1);
  await till.forgetEditions(new Set(["edition"]));
  expect(till.state.get().past).toEqual([]);
  database.close();
  database = new TillDatabase(`delivery-${names}`);
  expect((await database.load()).past).toEqual([]);
});

test("a server restored from a backup gets everything again from the number that it expects", async () => {
  for (const label of [GENUINE, ANOTHER]) {
    await till.scanLabel(label.code, label.price, label.check);
    const paid = [{ method: "cash", amount_cents: label.price }] as const;
    expect(await exchange.sell(till.state.get().basket.lines, paid)).toMatchObject({ kind: "recorded" });
  }
  const [first] = server.recorded.keys();
  for (const id of [...server.recorded.keys()]) if (id !== first) server.recorded.delete(id);
  time += 31_000;
  await exchange.beat();
  time += 31_000;
  await exchange.beat();
  expect(server.came).toEqual([["edition", 2]]);
  expect(till.state.get().ledger.map((entry: LedgerEntry) => entry.state)).toEqual(["recorded", "recorded"]);
  expect(till.tickets()).toHaveLength(2);
});

test("the old receipt of a retried sale does not set the clock, the server's time on a report does", async () => {
  await till.scanLabel(GENUINE.code, GENUINE.price, GENUINE.check);
  await exchange.sell(till.state.get().basket.lines, CASH);
  expect(till.session().clockOffsetMs).toBe(0);
});

test("a sale that the server finds out of time is signed again by the server's clock", async () => {
  const ahead = time + 3_600_000;
  let asked = 0;
  const sell = server.sell.bind(server);
  server.sell = async (edition, ticket) => {
    asked += 1;
    if (asked === 1) return { kind: "clock", serverTime: new Date(ahead).toISOString() };
    return sell(edition, ticket);
  };
  await till.scanLabel(GENUINE.code, GENUINE.price, GENUINE.check);
  expect(await exchange.sell(till.state.get().basket.lines, CASH)).toMatchObject({ kind: "recorded" });
  const [ticket] = server.recorded.values();
  expect(Math.abs(Date.parse(ticket?.sold_at ?? "") - ahead)).toBeLessThan(60_000);
  expect(ticket?.sequence).toBe(1);
});

test("one catalogue is fetched at a time, and one of another session is thrown away", async () => {
  let letGo = () => {};
  const fetched = vi.fn(
    () =>
      new Promise<undefined>((resolve) => {
        letGo = () => resolve(undefined);
      }),
  );
  server.catalogue = fetched;
  void exchange.refreshCatalogue();
  await exchange.refreshCatalogue();
  expect(fetched).toHaveBeenCalledTimes(1);
  letGo();
});

const article = {
  code: GENUINE.code,
  list_number: 245,
  line: 3,
  description: "Robe",
  size: "4 ans",
  price_cents: 500,
  status: "on_sale",
};

test("what a manager cancelled elsewhere can be sold again at the till that sold it", async () => {
  await till.keepCatalogue([article], "v1", true, time);
  await till.scanLabel(GENUINE.code, GENUINE.price, GENUINE.check);
  await exchange.sell(till.state.get().basket.lines, CASH);
  expect(await till.scanCode(GENUINE.code)).toMatchObject({ kind: "sold", sale: { register_number: 2 } });
  await till.keepCatalogue([article], "v2", false, Date.now() + 60_000);
  expect(await till.scanCode(GENUINE.code)).toMatchObject({ kind: "added" });
});

test("a download asked for before the sale does not put the article back on sale", async () => {
  await till.keepCatalogue([article], "v1", true, time);
  await till.scanLabel(GENUINE.code, GENUINE.price, GENUINE.check);
  await exchange.sell(till.state.get().basket.lines, CASH);
  await till.keepCatalogue([article], "v2", true, time - 60_000);
  expect(await till.scanCode(GENUINE.code)).toMatchObject({ kind: "sold" });
});

test("the server's word on an article wins, but not over a sale that only this till knows", async () => {
  await till.keepCatalogue([{ ...article, status: "sold" }], "v1", true, time);
  server.article = async () => ({ article }) as never;
  expect(await till.scanCode(GENUINE.code)).toMatchObject({ kind: "sold" });
  expect(await exchange.ask(GENUINE.code)).toMatchObject({ kind: "added" });
  await sellOffline();
  server.reachable.set(true);
  expect(await exchange.ask(GENUINE.code)).toMatchObject({ kind: "sold" });
});
