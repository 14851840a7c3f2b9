import { afterEach, beforeEach, expect, test } from "vitest";
import { ANOTHER, CASH, GENUINE, HallDevice, SIGNING_KEY } from "@/offline/hall";
import { importKey, sign } from "@/offline/ticket/signing";
import type { SignedTicket } from "@/offline/ticket/ticket";

let hall: HallDevice;

beforeEach(async () => {
  hall = await HallDevice.open();
});
afterEach(() => hall.close());

test("a genuine label sells although the catalogue is missing", async () => {
  expect(await hall.scan(GENUINE)).toMatchObject({
    kind: "added",
    line: { price_cents: 500, note: "not_in_catalogue" },
  });
  expect(await hall.sell()).toEqual(expect.objectContaining({ kind: "recorded", number: 1 }));
  expect(hall.till.state.get().basket.lines).toEqual([]);
  // The server may know another price: the check characters prove the label's.
  expect([...hall.server.recorded.values()][0]?.lines).toEqual([
    { code: GENUINE.code, price_cents: GENUINE.price, check: GENUINE.check },
  ]);
});

test("a re-priced label is called misread", async () => {
  expect(await hall.till.scanLabel(GENUINE.code, 100, GENUINE.check)).toEqual({
    kind: "misread",
    text: GENUINE.code,
  });
});

test("the same article twice in a ticket is added once", async () => {
  await hall.scan(GENUINE);
  expect(await hall.scan(GENUINE)).toEqual({ kind: "already_here", code: GENUINE.code });
});

test("an article that this till sold is known as sold at once", async () => {
  await hall.scan(GENUINE);
  await hall.sell();
  expect(await hall.scan(GENUINE)).toMatchObject({
    kind: "sold",
    sale: { register_number: 2, price_cents: 500 },
  });
});

test("with the server away the sale waits, and leaves by itself when the server is back", async () => {
  hall.server.mode = "away";
  await hall.scan(GENUINE);
  expect(await hall.sell()).toEqual({ kind: "queued" });
  expect(hall.till.unsent()).toHaveLength(1);
  await hall.exchange.beat();
  expect(hall.till.unsent()).toHaveLength(1);
  hall.server.mode = "there";
  await hall.exchange.beat();
  expect(hall.till.unsent()).toEqual([]);
  expect(hall.server.recorded.size).toBe(1);
});

test("a lost answer never sells twice", async () => {
  hall.server.mode = "answers lost";
  await hall.scan(GENUINE);
  expect(await hall.sell()).toEqual({ kind: "queued" });
  hall.server.mode = "there";
  await hall.exchange.beat();
  expect(hall.server.recorded.size).toBe(1);
  expect(hall.ledger().map((entry) => entry.state)).toEqual(["recorded"]);
});

test("the chain goes on over strict and waiting sales, and every signature is good", async () => {
  await hall.scan(GENUINE);
  await hall.sell();
  hall.server.mode = "away";
  await hall.scan(ANOTHER);
  await hall.sell([{ method: "card", amount_cents: 100 }]);
  hall.server.mode = "there";
  await hall.exchange.beat();
  const key = await importKey(SIGNING_KEY);
  let previous = "0".repeat(64);
  for (const ticket of hall.server.recorded.values()) {
    expect(ticket.previous).toBe(previous);
    expect(await sign(key, ticket)).toEqual(ticket);
    previous = ticket.signature;
  }
  expect(hall.server.recorded.size).toBe(2);
});

test("a refused line is marked, nothing is sold and the number is free again", async () => {
  await hall.scan(GENUINE);
  const message = "Déjà vendu à la caisse 4.";
  hall.server.refusal = {
    kind: "refused",
    code: "lines_not_sellable",
    message: "Vente impossible",
    lines: [{ line: 0, code: "already_sold", message }],
  };
  expect(await hall.sell()).toMatchObject({ kind: "refused" });
  expect(hall.till.state.get().basket.lines[0]?.refusal).toBe(message);
  expect(hall.ledger()).toEqual([]);
});

test("a doubted signature is shown and its sale is kept", async () => {
  hall.server.refusal = { kind: "doubted", code: "bad_signature" };
  await hall.scan(GENUINE);
  expect(await hall.sell()).toEqual({ kind: "queued" });
  expect(hall.exchange.doubt.get()).toBe("bad_signature");
  expect(hall.till.unsent()).toHaveLength(1);
});

test("after a crash the open ticket and the queue are still there", async () => {
  hall.server.mode = "away";
  await hall.scan(GENUINE);
  await hall.sell();
  await hall.scan(ANOTHER);
  const before = hall.till.unsent();
  await hall.reload();
  expect(hall.till.unsent()).toEqual(before);
  expect(hall.till.state.get().basket.lines.map((line) => line.code)).toEqual([ANOTHER.code]);
  await expect(crypto.subtle.exportKey("raw", hall.till.session().signingKey)).rejects.toThrow();
});

test("a crash between question and answer is counted as paid, shown, and taken up again", async () => {
  await hall.scan(GENUINE);
  const ticket = await hall.till.writeSale("sent", hall.lines(), CASH);
  await hall.reload();
  expect(hall.ledger()[0]).toMatchObject({ state: "waiting", interrupted: true });
  expect(hall.lines()).toEqual([]);
  await hall.exchange.beat();
  expect([...hall.server.recorded.keys()]).toEqual([ticket?.ticket_id]);
  expect(hall.ledger()[0]).toMatchObject({ state: "recorded", interrupted: true });
  await hall.till.note({ type: "acknowledged", ticketId: ticket?.ticket_id ?? "" });
  expect(hall.ledger()[0]?.interrupted).toBeUndefined();
});

test.each(["end", "begin"] as const)("a sale on its way survives the %s of its session", async (how) => {
  await hall.scan(GENUINE);
  await hall.till.writeSale("sent", hall.lines(), CASH);
  if (how === "end") await hall.till.end();
  else await hall.till.begin({ ...hall.till.session(), sessionId: "018f3c1e-7b2a-7c3d-9e4f-0a1b2c3d4e60" });
  expect(hall.till.unsent()).toHaveLength(1);
  await hall.reload();
  expect(hall.till.unsent()).toHaveLength(1);
  await hall.exchange.beat();
  expect(hall.server.recorded.size).toBe(1);
});

test("a label scanned while its predecessor is paid belongs to the next customer", async () => {
  await hall.scan(GENUINE);
  const sale = hall.sell();
  await hall.scan(ANOTHER);
  await sale;
  expect(hall.till.state.get().basket.lines.map((line) => line.code)).toEqual([ANOTHER.code]);
});

test("what is scanned during the write of a sale is not lost, nor is the sold line kept", async () => {
  await hall.scan(GENUINE);
  const ticket = (await hall.till.writeSale("sent", hall.lines(), CASH)) as SignedTicket;
  const written = hall.till.note({ type: "recorded", ticketId: ticket.ticket_id, number: 1 }, ticket);
  await hall.scan(ANOTHER);
  await written;
  await hall.reload();
  expect(hall.till.state.get().basket.lines.map((line) => line.code)).toEqual([ANOTHER.code]);
});

test("a sale behind waiting ones does not wait for them, and arrives behind them", async () => {
  hall.server.mode = "away";
  await hall.scan(GENUINE);
  await hall.sell();
  hall.server.mode = "there";
  hall.server.reachable.set(true);
  const sync = hall.server.sync.bind(hall.server);
  let letGo = () => {};
  const held = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  hall.server.sync = async (edition, tickets) => {
    await held;
    return sync(edition, tickets);
  };
  const handing = hall.exchange.delivery.synchronise();
  await hall.scan(ANOTHER);
  expect(await hall.sell([{ method: "cash", amount_cents: 100 }])).toEqual({ kind: "queued" });
  letGo();
  await handing;
  await hall.exchange.beat();
  expect([...hall.server.recorded.values()].map((ticket) => ticket.sequence)).toEqual([1, 2]);
});

test("what enters the basket after the payment was opened is not sold with it", async () => {
  await hall.scan(GENUINE);
  const agreed = hall.lines();
  await hall.scan(ANOTHER);
  expect(await hall.exchange.sell(agreed, CASH)).toMatchObject({ kind: "recorded" });
  expect(hall.lines().map((line) => line.code)).toEqual([ANOTHER.code]);
});

test("lines and payments that differ are refused here, before anything is written", async () => {
  await hall.scan(GENUINE);
  await hall.scan(ANOTHER);
  expect(await hall.sell()).toEqual({ kind: "impossible", why: "sums_differ" });
  expect(await hall.exchange.sell([], [])).toEqual({ kind: "impossible", why: "sums_differ" });
  expect(hall.ledger()).toEqual([]);
  expect(hall.server.recorded.size).toBe(0);
});

test("a waiting sale is taken back by a counter-ticket", async () => {
  hall.server.mode = "away";
  await hall.scan(GENUINE);
  await hall.sell();
  const sale = hall.ledger()[0]?.ticket as SignedTicket;
  await hall.till.writeCounter(sale);
  expect(await hall.scan(GENUINE)).toMatchObject({ kind: "added" });
  hall.server.mode = "there";
  await hall.exchange.beat();
  expect([...hall.server.recorded.values()].at(-1)).toMatchObject({
    cancels: sale.ticket_id,
    lines: [],
    payments: [{ method: "cash", amount_cents: -500 }],
  });
});

test("tickets of an earlier session are still handed over", async () => {
  hall.server.mode = "away";
  await hall.scan(GENUINE);
  await hall.sell();
  await hall.till.begin({ ...hall.till.session(), sessionId: "018f3c1e-7b2a-7c3d-9e4f-0a1b2c3d4e60" });
  await hall.reload();
  expect(hall.till.unsent()).toHaveLength(1);
  hall.server.mode = "there";
  await hall.exchange.beat();
  expect(hall.till.unsent()).toEqual([]);
  expect(hall.server.recorded.size).toBe(1);
});

test("a till learns that somebody took it over, and may leave without losing a ticket", async () => {
  hall.server.mode = "away";
  await hall.scan(GENUINE);
  await hall.sell();
  hall.server.sync = () => Promise.reject(new TypeError("Failed to fetch"));
  hall.server.mode = "there";
  hall.server.sessionOpen = false;
  await hall.exchange.beat();
  expect(hall.exchange.closedElsewhere.get()).toBe(true);
  await hall.exchange.leave();
  expect(hall.till.state.get().session).toBeUndefined();
  await hall.reload();
  expect(hall.till.unsent()).toHaveLength(1);
});

test("the till's clock follows the server's", async () => {
  const ahead = Date.now() + 3_600_000;
  hall.server.report = async () => ({
    serverTime: new Date(ahead).toISOString(),
    open: true,
    expectedSequence: 1,
  });
  await hall.exchange.beat();
  await hall.scan(GENUINE);
  await hall.sell();
  expect(Math.abs(Date.parse(hall.ledger()[0]?.ticket.sold_at ?? "") - ahead)).toBeLessThan(60_000);
});

test("tickets put aside change places with the open one", async () => {
  await hall.scan(GENUINE);
  await hall.till.putAside();
  await hall.scan(ANOTHER);
  await hall.till.takeUp(0);
  expect(hall.till.state.get().basket.lines.map((line) => line.code)).toEqual([GENUINE.code]);
  await hall.reload();
  expect(hall.till.state.get().aside.map((basket) => basket.lines[0]?.code)).toEqual([ANOTHER.code]);
});

test("the lock holds over a reload and opens with the PIN only", async () => {
  await hall.till.lock();
  await hall.reload();
  expect(hall.till.state.get().locked).toBe(true);
  expect(await hall.till.unlock("4321")).toBe(false);
  expect(await hall.till.unlock("1234")).toBe(true);
  expect(hall.till.state.get().locked).toBe(false);
});
