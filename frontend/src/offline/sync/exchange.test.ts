import { afterEach, beforeEach, expect, test } from "vitest";
import { TillDatabase } from "@/offline/database";
import { ANOTHER, aSession, CASH, GENUINE, HallServer, SIGNING_KEY } from "@/offline/hall";
import { importKey, sign } from "@/offline/ticket/signing";
import type { Payment, SignedTicket } from "@/offline/ticket/ticket";
import { Till } from "@/offline/till/till";
import { Exchange } from "./exchange";

let database: TillDatabase;
let till: Till;
let server: HallServer;
let exchange: Exchange;
let names = 0;

beforeEach(async () => {
  names += 1;
  database = new TillDatabase(`hall-${names}`);
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
  database = new TillDatabase(`hall-${names}`);
  till = await Till.restore(database);
  exchange = new Exchange(till, server, server.reachable);
}

test("a genuine label sells although the catalogue is missing", async () => {
  expect(await scan(GENUINE)).toMatchObject({
    kind: "added",
    line: { price_cents: 500, note: "not_in_catalogue" },
  });
  expect(await sell()).toEqual(expect.objectContaining({ kind: "recorded", number: 1 }));
  expect(till.state.get().basket.lines).toEqual([]);
  // The server may know another price: the check characters prove the label's.
  expect([...server.recorded.values()][0]?.lines).toEqual([
    { code: GENUINE.code, price_cents: GENUINE.price, check: GENUINE.check },
  ]);
});

test("a re-priced label is called misread", async () => {
  expect(await till.scanLabel(GENUINE.code, 100, GENUINE.check)).toEqual({
    kind: "misread",
    text: GENUINE.code,
  });
});

test("the same article twice in a ticket is added once", async () => {
  await scan(GENUINE);
  expect(await scan(GENUINE)).toEqual({ kind: "already_here", code: GENUINE.code });
});

test("an article that this till sold is known as sold at once", async () => {
  await scan(GENUINE);
  await sell();
  expect(await scan(GENUINE)).toMatchObject({ kind: "sold", sale: { register_number: 2, price_cents: 500 } });
});

test("with the server away the sale waits, and leaves by itself when the server is back", async () => {
  server.mode = "away";
  await scan(GENUINE);
  expect(await sell()).toEqual({ kind: "queued" });
  expect(till.unsent()).toHaveLength(1);
  await exchange.beat();
  expect(till.unsent()).toHaveLength(1);
  server.mode = "there";
  await exchange.beat();
  expect(till.unsent()).toEqual([]);
  expect(server.recorded.size).toBe(1);
});

test("a lost answer never sells twice", async () => {
  server.mode = "answers lost";
  await scan(GENUINE);
  expect(await sell()).toEqual({ kind: "queued" });
  server.mode = "there";
  await exchange.beat();
  expect(server.recorded.size).toBe(1);
  expect(ledger().map((entry) => entry.state)).toEqual(["recorded"]);
});

test("the chain goes on over strict and waiting sales, and every signature is good", async () => {
  await scan(GENUINE);
  await sell();
  server.mode = "away";
  await scan(ANOTHER);
  await sell([{ method: "card", amount_cents: 100 }]);
  server.mode = "there";
  await exchange.beat();
  const key = await importKey(SIGNING_KEY);
  let previous = "0".repeat(64);
  for (const ticket of server.recorded.values()) {
    expect(ticket.previous).toBe(previous);
    expect(await sign(key, ticket)).toEqual(ticket);
    previous = ticket.signature;
  }
  expect(server.recorded.size).toBe(2);
});

test("a refused line is marked, nothing is sold and the number is free again", async () => {
  await scan(GENUINE);
  const message = "Déjà vendu à la caisse 4.";
  server.refusal = {
    kind: "refused",
    code: "lines_not_sellable",
    message: "Vente impossible",
    lines: [{ line: 0, code: "already_sold", message }],
  };
  expect(await sell()).toMatchObject({ kind: "refused" });
  expect(till.state.get().basket.lines[0]?.refusal).toBe(message);
  expect(ledger()).toEqual([]);
});

test("a doubted signature is shown and its sale is kept", async () => {
  server.refusal = { kind: "doubted", code: "bad_signature" };
  await scan(GENUINE);
  expect(await sell()).toEqual({ kind: "queued" });
  expect(exchange.doubt.get()).toBe("bad_signature");
  expect(till.unsent()).toHaveLength(1);
});

test("after a crash the open ticket and the queue are still there", async () => {
  server.mode = "away";
  await scan(GENUINE);
  await sell();
  await scan(ANOTHER);
  const before = till.unsent();
  await reload();
  expect(till.unsent()).toEqual(before);
  expect(till.state.get().basket.lines.map((line) => line.code)).toEqual([ANOTHER.code]);
  await expect(crypto.subtle.exportKey("raw", till.session().signingKey)).rejects.toThrow();
});

test("a crash between question and answer is counted as paid, shown, and taken up again", async () => {
  await scan(GENUINE);
  const ticket = await till.writeSale("sent", lines(), CASH);
  await reload();
  expect(ledger()[0]).toMatchObject({ state: "waiting", interrupted: true });
  expect(lines()).toEqual([]);
  await exchange.beat();
  expect([...server.recorded.keys()]).toEqual([ticket?.ticket_id]);
  expect(ledger()[0]).toMatchObject({ state: "recorded", interrupted: true });
  await till.note({ type: "acknowledged", ticketId: ticket?.ticket_id ?? "" });
  expect(ledger()[0]?.interrupted).toBeUndefined();
});

test.each(["end", "begin"] as const)("a sale on its way survives the %s of its session", async (how) => {
  await scan(GENUINE);
  await till.writeSale("sent", lines(), CASH);
  if (how === "end") await till.end();
  else await till.begin({ ...till.session(), sessionId: "018f3c1e-7b2a-7c3d-9e4f-0a1b2c3d4e60" });
  expect(till.unsent()).toHaveLength(1);
  await reload();
  expect(till.unsent()).toHaveLength(1);
  await exchange.beat();
  expect(server.recorded.size).toBe(1);
});

test("a label scanned while its predecessor is paid belongs to the next customer", async () => {
  await scan(GENUINE);
  const sale = sell();
  await scan(ANOTHER);
  await sale;
  expect(till.state.get().basket.lines.map((line) => line.code)).toEqual([ANOTHER.code]);
});

test("what is scanned during the write of a sale is not lost, nor is the sold line kept", async () => {
  await scan(GENUINE);
  const ticket = (await till.writeSale("sent", lines(), CASH)) as SignedTicket;
  const written = till.note({ type: "recorded", ticketId: ticket.ticket_id, number: 1 }, ticket);
  await scan(ANOTHER);
  await written;
  await reload();
  expect(till.state.get().basket.lines.map((line) => line.code)).toEqual([ANOTHER.code]);
});

test("a sale behind waiting ones does not wait for them, and arrives behind them", async () => {
  server.mode = "away";
  await scan(GENUINE);
  await sell();
  server.mode = "there";
  server.reachable.set(true);
  const sync = server.sync.bind(server);
  let letGo = () => {};
  const held = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  server.sync = async (edition, tickets) => {
    await held;
    return sync(edition, tickets);
  };
  const handing = exchange.delivery.synchronise();
  await scan(ANOTHER);
  expect(await sell([{ method: "cash", amount_cents: 100 }])).toEqual({ kind: "queued" });
  letGo();
  await handing;
  await exchange.beat();
  expect([...server.recorded.values()].map((ticket) => ticket.sequence)).toEqual([1, 2]);
});

test("what enters the basket after the payment was opened is not sold with it", async () => {
  await scan(GENUINE);
  const agreed = lines();
  await scan(ANOTHER);
  expect(await exchange.sell(agreed, CASH)).toMatchObject({ kind: "recorded" });
  expect(lines().map((line) => line.code)).toEqual([ANOTHER.code]);
});

test("lines and payments that differ are refused here, before anything is written", async () => {
  await scan(GENUINE);
  await scan(ANOTHER);
  expect(await sell()).toEqual({ kind: "impossible", why: "sums_differ" });
  expect(await exchange.sell([], [])).toEqual({ kind: "impossible", why: "sums_differ" });
  expect(ledger()).toEqual([]);
  expect(server.recorded.size).toBe(0);
});

test("a waiting sale is taken back by a counter-ticket", async () => {
  server.mode = "away";
  await scan(GENUINE);
  await sell();
  const sale = ledger()[0]?.ticket as SignedTicket;
  await till.writeCounter(sale);
  expect(await scan(GENUINE)).toMatchObject({ kind: "added" });
  server.mode = "there";
  await exchange.beat();
  expect([...server.recorded.values()].at(-1)).toMatchObject({
    cancels: sale.ticket_id,
    lines: [],
    payments: [{ method: "cash", amount_cents: -500 }],
  });
});

test("tickets of an earlier session are still handed over", async () => {
  server.mode = "away";
  await scan(GENUINE);
  await sell();
  await till.begin({ ...till.session(), sessionId: "018f3c1e-7b2a-7c3d-9e4f-0a1b2c3d4e60" });
  await reload();
  expect(till.unsent()).toHaveLength(1);
  server.mode = "there";
  await exchange.beat();
  expect(till.unsent()).toEqual([]);
  expect(server.recorded.size).toBe(1);
});

test("a till learns that somebody took it over, and may leave without losing a ticket", async () => {
  server.mode = "away";
  await scan(GENUINE);
  await sell();
  server.sync = () => Promise.reject(new TypeError("Failed to fetch"));
  server.mode = "there";
  server.sessionOpen = false;
  await exchange.beat();
  expect(exchange.closedElsewhere.get()).toBe(true);
  await exchange.leave();
  expect(till.state.get().session).toBeUndefined();
  await reload();
  expect(till.unsent()).toHaveLength(1);
});

test("the till's clock follows the server's", async () => {
  const ahead = Date.now() + 3_600_000;
  server.report = async () => ({
    serverTime: new Date(ahead).toISOString(),
    open: true,
    expectedSequence: 1,
  });
  await exchange.beat();
  await scan(GENUINE);
  await sell();
  expect(Math.abs(Date.parse(ledger()[0]?.ticket.sold_at ?? "") - ahead)).toBeLessThan(60_000);
});

test("tickets put aside change places with the open one", async () => {
  await scan(GENUINE);
  await till.putAside();
  await scan(ANOTHER);
  await till.takeUp(0);
  expect(till.state.get().basket.lines.map((line) => line.code)).toEqual([GENUINE.code]);
  await reload();
  expect(till.state.get().aside.map((basket) => basket.lines[0]?.code)).toEqual([ANOTHER.code]);
});

test("the lock holds over a reload and opens with the PIN only", async () => {
  await till.lock();
  await reload();
  expect(till.state.get().locked).toBe(true);
  expect(await till.unlock("4321")).toBe(false);
  expect(await till.unlock("1234")).toBe(true);
  expect(till.state.get().locked).toBe(false);
});
