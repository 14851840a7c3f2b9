import { afterEach, beforeEach, expect, test } from "vitest";
import { createStore } from "@/lib/store";
import vectors from "../../../tests/data/offline-vectors.json";
import { TillDatabase } from "./database";
import { Exchange } from "./exchange";
import type { SyncResult } from "./ledger";
import { lockWith } from "./pin";
import type { SaleAnswer, TillServer } from "./server";
import { importKey, sign } from "./signing";
import type { SignedTicket } from "./ticket";
import { Till } from "./till";

const LABEL_KEY = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8";
const GENUINE = { code: "A2025-L245-A03", price: 500, check: "M04A" };
const ANOTHER = { code: "A2025-L100-A01", price: 100, check: "3CE1" };
const CASH = [{ method: "cash", amount_cents: 500 }] as const;

/** A server in memory that can be away, or lose its answers after it has recorded. */
class HallServer implements TillServer {
  readonly reachable = createStore(true);
  readonly recorded = new Map<string, SignedTicket>();
  mode: "there" | "away" | "answers lost" = "there";
  refusal: SaleAnswer | undefined;

  async knock(): Promise<void> {
    this.reachable.set(this.mode === "there");
    if (this.mode !== "there") throw new TypeError("Failed to fetch");
  }

  async sell(_edition: string, ticket: SignedTicket): Promise<SaleAnswer> {
    if (this.mode === "away") await this.knock();
    if (this.refusal !== undefined) return this.refusal;
    this.recorded.set(ticket.ticket_id, ticket);
    if (this.mode === "answers lost") await this.knock();
    return { kind: "recorded", number: this.recorded.size, recordedAt: new Date().toISOString() };
  }

  async sync(_edition: string, tickets: readonly SignedTicket[]): Promise<SyncResult[]> {
    await this.knock();
    return tickets.map((ticket) => {
      const status = this.recorded.has(ticket.ticket_id) ? "duplicate" : "recorded";
      this.recorded.set(ticket.ticket_id, ticket);
      return { ticket_id: ticket.ticket_id, status };
    });
  }

  sessionOpen = true;
  report = async () => ({ serverTime: new Date().toISOString(), open: this.sessionOpen });
  catalogue = async () => undefined;
  article = async () => undefined;
}

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
  await till.begin({
    sessionId: vectors.session_id,
    editionId: "edition",
    editionName: "Automne 2025",
    editionCode: "A2025",
    isTraining: false,
    registerNumber: 2,
    seller: "Jeanne",
    openingFloatCents: 5000,
    openedAt: "2025-11-08T08:00:00.000Z",
    signingKey: await importKey(vectors.key_base64url),
    labelKey: await importKey(LABEL_KEY),
    clockOffsetMs: 0,
    pin: await lockWith("1234"),
  });
});

afterEach(() => database.close());

const scan = (label: typeof GENUINE) => till.scanLabel(label.code, label.price, label.check);
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
  expect(await exchange.sell(CASH)).toEqual(expect.objectContaining({ kind: "recorded", number: 1 }));
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
  await exchange.sell(CASH);
  expect(await scan(GENUINE)).toMatchObject({ kind: "sold", sale: { register_number: 2, price_cents: 500 } });
});

test("with the server away the sale waits, and leaves by itself when the server is back", async () => {
  server.mode = "away";
  await scan(GENUINE);
  expect(await exchange.sell(CASH)).toEqual({ kind: "queued" });
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
  expect(await exchange.sell(CASH)).toEqual({ kind: "queued" });
  server.mode = "there";
  await exchange.beat();
  expect(server.recorded.size).toBe(1);
  expect(ledger().map((entry) => entry.state)).toEqual(["recorded"]);
});

test("the chain goes on over strict and waiting sales, and every signature is good", async () => {
  await scan(GENUINE);
  await exchange.sell(CASH);
  server.mode = "away";
  await scan(ANOTHER);
  await exchange.sell([{ method: "card", amount_cents: 100 }]);
  server.mode = "there";
  await exchange.beat();
  const key = await importKey(vectors.key_base64url);
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
    message: "Vente impossible",
    lines: [{ line: 0, code: "already_sold", message }],
  };
  expect(await exchange.sell(CASH)).toMatchObject({ kind: "refused" });
  expect(till.state.get().basket.lines[0]?.refusal).toBe(message);
  expect(ledger()).toEqual([]);
});

test("a doubted signature is shown and its sale is kept", async () => {
  server.refusal = { kind: "doubted", code: "bad_signature" };
  await scan(GENUINE);
  expect(await exchange.sell(CASH)).toEqual({ kind: "queued" });
  expect(exchange.doubt.get()).toBe("bad_signature");
  expect(till.unsent()).toHaveLength(1);
});

test("after a crash the open ticket and the queue are still there", async () => {
  server.mode = "away";
  await scan(GENUINE);
  await exchange.sell(CASH);
  await scan(ANOTHER);
  const before = till.unsent();
  await reload();
  expect(till.unsent()).toEqual(before);
  expect(till.state.get().basket.lines.map((line) => line.code)).toEqual([ANOTHER.code]);
  await expect(crypto.subtle.exportKey("raw", till.session().signingKey)).rejects.toThrow();
});

test("a crash between question and answer is taken up again", async () => {
  await scan(GENUINE);
  const ticket = await till.writeSale("sent", CASH);
  await reload();
  expect(ledger()[0]?.state).toBe("sending");
  await exchange.resume();
  expect([...server.recorded.keys()]).toEqual([ticket?.ticket_id]);
  expect(ledger()[0]?.state).toBe("recorded");
  expect(till.state.get().basket.lines).toEqual([]);
});

test("a label scanned while its predecessor is paid belongs to the next customer", async () => {
  await scan(GENUINE);
  const sale = exchange.sell(CASH);
  await scan(ANOTHER);
  await sale;
  expect(till.state.get().basket.lines.map((line) => line.code)).toEqual([ANOTHER.code]);
});

test("what is scanned during the write of a sale is not lost, nor is the sold line kept", async () => {
  await scan(GENUINE);
  const ticket = (await till.writeSale("sent", CASH)) as SignedTicket;
  const written = till.note({ type: "recorded", ticketId: ticket.ticket_id, number: 1 }, ticket);
  await scan(ANOTHER);
  await written;
  await reload();
  expect(till.state.get().basket.lines.map((line) => line.code)).toEqual([ANOTHER.code]);
});

test("the first sale after the network's return hands the waiting ones over before it", async () => {
  server.mode = "away";
  await scan(GENUINE);
  await exchange.sell(CASH);
  server.mode = "there";
  server.reachable.set(true);
  await scan(ANOTHER);
  expect(await exchange.sell([{ method: "cash", amount_cents: 100 }])).toMatchObject({ kind: "recorded" });
  expect([...server.recorded.values()].map((ticket) => ticket.sequence)).toEqual([1, 2]);
});

test("a waiting sale is taken back by a counter-ticket", async () => {
  server.mode = "away";
  await scan(GENUINE);
  await exchange.sell(CASH);
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
  await exchange.sell(CASH);
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
  await exchange.sell(CASH);
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
  server.report = async () => ({ serverTime: new Date(ahead).toISOString(), open: true });
  await exchange.beat();
  await scan(GENUINE);
  await exchange.sell(CASH);
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
