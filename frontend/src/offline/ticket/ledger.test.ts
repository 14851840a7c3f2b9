import fc from "fast-check";
import { expect, test } from "vitest";
import {
  CAPACITY,
  canCounter,
  isCountered,
  type Ledger,
  type LedgerEvent,
  nextLink,
  reduce,
  type SyncResult,
  sending,
  standingSale,
  waiting,
} from "./ledger";
import { pieces, splitsCheque, takings } from "./takings";
import { reversed, type SignedTicket } from "./ticket";

/** A ticket that fits on the ledger; signatures are stand-ins, their mathematics has tests of its own. */
function ticketFor(ledger: Ledger, cents = 500, extra: Partial<SignedTicket> = {}): SignedTicket {
  const link = nextLink(ledger);
  return {
    ticket_id: `ticket-${link.sequence}-${Math.abs(cents)}`,
    session_id: "session",
    sold_at: "2025-11-08T09:31:22.123Z",
    private_sale: false,
    lines: [{ code: `A2025-L245-A0${link.sequence % 10}`, price_cents: cents }],
    payments: [{ method: "cash", amount_cents: cents }],
    signature: `signature-${link.sequence}-${cents}`,
    ...link,
    ...extra,
  };
}

const queued = (ledger: Ledger, cents?: number) =>
  reduce(ledger, { type: "queued", ticket: ticketFor(ledger, cents) });
const results = (ledger: Ledger, status: SyncResult["status"] = "recorded"): SyncResult[] =>
  waiting(ledger).map((entry) => ({ ticket_id: entry.ticket.ticket_id, status }));

test("a refused sale does not use its number up", () => {
  const before = queued([]);
  const recorded = reduce(before, { type: "synced", results: results(before) });
  const ticket = ticketFor(recorded);
  const sent = reduce(recorded, { type: "sent", ticket });
  expect(sending(sent)?.ticket).toBe(ticket);
  expect(reduce(sent, { type: "refused", ticketId: ticket.ticket_id })).toEqual(recorded);
});

test("a sale whose answer never came waits for the next synchronisation", () => {
  const ticket = ticketFor([]);
  const sent = reduce([], { type: "sent", ticket });
  const unanswered = reduce(sent, { type: "unanswered", ticketId: ticket.ticket_id });
  expect(waiting(unanswered)).toHaveLength(1);
  expect(nextLink(unanswered)).toEqual({ sequence: 2, previous: ticket.signature });
});

test("a strict sale never overtakes waiting ones", () => {
  const ledger = queued([]);
  expect(reduce(ledger, { type: "sent", ticket: ticketFor(ledger) })).toBe(ledger);
});

test("a ticket that does not continue the chain is not taken", () => {
  const ledger = queued([]);
  expect(reduce(ledger, { type: "queued", ticket: ticketFor(ledger, 500, { previous: "other" }) })).toBe(
    ledger,
  );
  expect(reduce(ledger, { type: "queued", ticket: ticketFor(ledger, 500, { sequence: 7 }) })).toBe(ledger);
});

test("no more than five hundred tickets wait", () => {
  let ledger: Ledger = [];
  for (let count = 0; count < CAPACITY + 3; count++) ledger = queued(ledger);
  expect(waiting(ledger)).toHaveLength(CAPACITY);
});

test("only what the server names leaves the queue", () => {
  const two = queued(queued([]));
  const named = results(two).slice(1);
  expect(
    waiting(reduce(two, { type: "synced", results: named })).map((entry) => entry.ticket.sequence),
  ).toEqual([1]);
});

test("the till learns which of its lines another till had sold", () => {
  const ledger = queued([]);
  const [entry] = ledger;
  const code = entry?.ticket.lines[0]?.code ?? "";
  const answer = [{ ...(results(ledger)[0] as SyncResult), lines: [{ code, status: "conflict" }] }];
  expect(reduce(ledger, { type: "synced", results: answer })[0]?.conflicts).toEqual([code]);
});

test("a counter-ticket takes a waiting sale back once, and the chain goes on", () => {
  const ledger = queued([], 700);
  const sale = ledger[0]?.ticket as SignedTicket;
  expect(canCounter(ledger, sale.ticket_id)).toBe(true);
  const counter = ticketFor(ledger, -700, {
    cancels: sale.ticket_id,
    lines: [],
    payments: reversed(sale.payments),
  });
  const countered = reduce(ledger, { type: "queued", ticket: counter });
  expect(isCountered(countered, sale.ticket_id)).toBe(true);
  expect(canCounter(countered, sale.ticket_id)).toBe(false);
  expect(canCounter(countered, counter.ticket_id)).toBe(false);
  expect(takings(countered)).toEqual({ cash: 0, card: 0, cheque: 0 });
  expect(standingSale(countered, sale.lines[0]?.code ?? "")).toBeUndefined();
});

test("a cancelled line leaves the drawer and may be sold again", () => {
  const ledger = queued([], 700);
  const recorded = reduce(ledger, { type: "synced", results: results(ledger) });
  const sale = recorded[0]?.ticket as SignedTicket;
  const cancelled = reduce(recorded, { type: "cancelled", ticketId: sale.ticket_id, lines: [0] });
  expect(takings(cancelled).cash).toBe(0);
  expect(standingSale(cancelled, sale.lines[0]?.code ?? "")).toBeUndefined();
});

test.each([
  ["told by the server", [{ method: "card" as const, amount_cents: 700 }], { cash: 500, card: 0, cheque: 0 }],
  [
    "a cheque, of which a part goes back in cash",
    [{ method: "cash" as const, amount_cents: 700 }],
    {
      cash: -200,
      card: 700,
      cheque: 0,
    },
  ],
  ["nobody told how: as the books do it, cash last", undefined, { cash: 500, card: 0, cheque: 0 }],
])("money given back leaves by its own method: %s", (_, back, expected) => {
  const lines = [
    { code: "A2025-L245-A01", price_cents: 700 },
    { code: "A2025-L245-A02", price_cents: 500 },
  ];
  const payments = [
    { method: "card" as const, amount_cents: 700 },
    { method: "cash" as const, amount_cents: 500 },
  ];
  const sale = ticketFor([], 1200, { lines, payments });
  const sold = reduce([], { type: "queued", ticket: sale });
  const recorded = reduce(sold, { type: "synced", results: results(sold) });
  const event = { type: "cancelled", ticketId: sale.ticket_id, lines: [0] } as const;
  const cancelled = reduce(recorded, back === undefined ? event : { ...event, back });
  expect(takings(cancelled)).toEqual(expected);
  // The rest too, without a word of how: nothing is left of the ticket.
  const all = takings(reduce(cancelled, { type: "cancelled", ticketId: sale.ticket_id }));
  expect(all.cash + all.card + all.cheque).toBe(0);
});

test.each([
  ["the whole cheque", [{ method: "cheque" as const, amount_cents: 2_100 }], 2_100, false],
  ["a part of it", [{ method: "cheque" as const, amount_cents: 2_100 }], 600, true],
  [
    "what the card covers",
    [
      { method: "cheque" as const, amount_cents: 2_100 },
      { method: "card" as const, amount_cents: 600 },
    ],
    600,
    false,
  ],
  [
    "the rest of a cheque of which a part went back in cash",
    [
      { method: "cheque" as const, amount_cents: 2_100 },
      { method: "cash" as const, amount_cents: -600 },
    ],
    1_500,
    true,
  ],
  ["cash", [{ method: "cash" as const, amount_cents: 2_100 }], 600, false],
])("a part of a cheque cannot be given back: %s", (_, paid, cents, expected) => {
  expect(splitsCheque(paid, cents)).toBe(expected);
});

/** What a day brings, as choices that a ledger turns into events that fit it, or do not. */
const happenings = fc.array(
  fc.record({
    what: fc.constantFrom(
      "queue",
      "send",
      "record",
      "refuse",
      "unanswered",
      "sync",
      "counter",
      "noise" as const,
    ),
    cents: fc.integer({ min: 100, max: 15000 }),
    share: fc.double({ min: 0, max: 1, noNaN: true }),
    status: fc.constantFrom("recorded", "duplicate", "quarantined" as const),
  }),
  { maxLength: 80 },
);
type Happening = typeof happenings extends fc.Arbitrary<readonly (infer One)[]> ? One : never;

function eventOf(ledger: Ledger, { what, cents, share, status }: Happening): LedgerEvent {
  const flying = sending(ledger)?.ticket.ticket_id ?? "none";
  switch (what) {
    case "queue":
      return { type: "queued", ticket: ticketFor(ledger, cents) };
    case "send":
      return { type: "sent", ticket: ticketFor(ledger, cents) };
    case "record":
      return { type: "recorded", ticketId: flying, number: cents };
    case "refuse":
      return { type: "refused", ticketId: flying };
    case "unanswered":
      return { type: "unanswered", ticketId: flying };
    case "sync":
      return {
        type: "synced",
        results: results(ledger, status).slice(Math.floor(share * waiting(ledger).length)),
      };
    case "counter": {
      const target = waiting(ledger).find((entry) => canCounter(ledger, entry.ticket.ticket_id))?.ticket;
      if (target === undefined) return { type: "synced", results: [] };
      const counter = { cancels: target.ticket_id, lines: [], payments: reversed(target.payments) };
      return { type: "queued", ticket: ticketFor(ledger, -cents, counter) };
    }
    default:
      return { type: "synced", results: [{ ticket_id: `unknown-${cents}`, status }] };
  }
}

const play = (day: readonly Happening[]) =>
  day.reduce<Ledger>((ledger, happening) => reduce(ledger, eventOf(ledger, happening)), []);

test("whatever happens, the chain is whole", () => {
  fc.assert(
    fc.property(happenings, (day) => {
      let previous = "0".repeat(64);
      play(day).forEach((entry, index) => {
        expect(entry.ticket.sequence).toBe(index + 1);
        expect(entry.ticket.previous).toBe(previous);
        previous = entry.ticket.signature;
      });
    }),
  );
});

test("whatever happens, no signed ticket is lost but those that the server refused", () => {
  fc.assert(
    fc.property(happenings, (day) => {
      let ledger: Ledger = [];
      const alive = new Set<string>();
      for (const happening of day) {
        const event = eventOf(ledger, happening);
        const next = reduce(ledger, event);
        if (next.length > ledger.length && "ticket" in event) alive.add(event.ticket.ticket_id);
        if (next.length < ledger.length && event.type === "refused") alive.delete(event.ticketId);
        ledger = next;
      }
      expect(new Set(ledger.map((entry) => entry.ticket.ticket_id))).toEqual(alive);
    }),
  );
});

test("an answer that arrives twice changes nothing, in any order and in pieces", () => {
  fc.assert(
    fc.property(happenings, fc.integer(), (day, seed) => {
      const ledger = play(day);
      const all = results(ledger);
      const once = reduce(ledger, { type: "synced", results: all });
      expect(reduce(once, { type: "synced", results: all })).toBe(once);
      const shuffled = all.map((one, index) => ({ one, rank: Math.sin(seed + index) }));
      const pieces = shuffled.sort((a, b) => a.rank - b.rank).flatMap(({ one }) => [one, one]);
      const piecewise = pieces.reduce<Ledger>(
        (state, one) => reduce(state, { type: "synced", results: [one] }),
        ledger,
      );
      expect(piecewise).toEqual(once);
    }),
  );
});

test("synchronising never changes what the drawer holds", () => {
  fc.assert(
    fc.property(happenings, (day) => {
      const ledger = play(day);
      expect(takings(reduce(ledger, { type: "synced", results: results(ledger) }))).toEqual(takings(ledger));
    }),
  );
});

test("a cheque is in the drawer until all of it went back, a card payment likewise", () => {
  const sale = (before: Ledger, method: "card" | "cheque", cents: number) => {
    const ticket = ticketFor(before, cents, { payments: [{ method, amount_cents: cents }] });
    return reduce(before, { type: "queued", ticket });
  };
  const waiting = sale(sale(sale([], "cheque", 700), "cheque", 500), "card", 300);
  expect(pieces(waiting)).toEqual({ card: 1, cheque: 2 });
  const recorded = reduce(waiting, { type: "synced", results: results(waiting) });
  const [first, , last] = recorded.map(({ ticket }) => ticket);
  const without = [first, last].reduce(
    (ledger, ticket) => reduce(ledger, { type: "cancelled", ticketId: ticket?.ticket_id ?? "" }),
    recorded,
  );
  expect(pieces(without)).toEqual({ card: 0, cheque: 1 });
  const counter = ticketFor(waiting, -300, {
    cancels: last?.ticket_id ?? "",
    lines: [],
    payments: [{ method: "card", amount_cents: -300 }],
  });
  expect(pieces(reduce(waiting, { type: "queued", ticket: counter }))).toEqual({ card: 0, cheque: 2 });
});
