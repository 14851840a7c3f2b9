import fc from "fast-check";
import { afterEach, expect, test, vi } from "vitest";
import { Problem } from "@/lib/server/problem";
import { DeskClock } from "@/offline/decisions/clock";
import { find } from "@/offline/decisions/finding";
import { checksOf, reviewOf } from "@/offline/decisions/review";
import { Courier } from "./courier";
import { DeskDatabase, wipeDesk } from "./database";
import { Desk } from "./desk";
import { DeskHall, EDITION, lists, openDesk, registersIn, Wound } from "./hall";

let names = 0;
const open: DeskDatabase[] = [];
afterEach(() => {
  for (const database of open.splice(0)) database.close();
});

function aDatabase(name: string): DeskDatabase {
  const database = new DeskDatabase(name);
  open.push(database);
  return database;
}

async function set(server = new DeskHall(), ticking = new Wound()) {
  names += 1;
  const name = `desk-${names}`;
  const desk = await Desk.restore(aDatabase(name), ticking);
  const courier = new Courier(desk, server, server.reachable, () => ticking.wall());
  await openDesk(desk, server);
  const again = () => Desk.restore(aDatabase(name), ticking);
  return { name, server, ticking, desk, courier, again };
}

const look = (desk: Desk, id: string) => {
  const list = desk.list(id);
  if (list === undefined) throw new Error(`no ${id}`);
  return reviewOf(list, desk.standingOf(id));
};
const accept = (article_id: string) => ({ kind: "accept", article_id }) as const;

test("what was decided without network is there after a reload, and leaves in order", async () => {
  const { server, desk, courier, again, ticking } = await set();
  server.mode = "away";
  await desk.decide("list-245", [accept("article-245-1")], "un");
  await desk.decide("list-245", [{ kind: "not_brought", article_id: "article-245-2" }], "deux");
  await courier.beat();
  expect(server.arrived).toEqual([]);

  const later = await again();
  expect(look(later, "list-245")).toMatchObject({ accepted: 1, notBrought: 1, toDo: 1, valueCents: 100 });
  expect(later.undoable("list-245")).toBe("deux");
  server.mode = "there";
  ticking.gone += 60_000;
  const second = new Courier(later, server, server.reachable, () => ticking.wall());
  await second.beat();
  expect([...server.taken.values()].map(({ kind }) => kind)).toEqual(["accept", "not_brought"]);
  expect(later.waiting().size).toBe(0);
  await second.refresh(true);
  expect(later.state.get().commands).toEqual([]);
  expect(look(later, "list-245")).toMatchObject({ accepted: 1, notBrought: 1, toDo: 1 });
});

test("a decision is written down before the screen shows it", async () => {
  const { desk, again } = await set();
  const seen: number[] = [];
  const commit = vi.spyOn(DeskDatabase.prototype, "commit");
  desk.state.subscribe(() => seen.push(desk.state.get().commands.length));
  let finish = () => {};
  commit.mockImplementationOnce(() => new Promise((done) => (finish = done)));
  const deciding = desk.decide("list-245", [accept("article-245-1")], "un");
  await vi.waitFor(() => expect(commit).toHaveBeenCalled());
  expect(seen).toEqual([]);
  finish();
  await deciding;
  expect(seen).toEqual([1]);
  commit.mockRestore();
  await desk.decide("list-245", [accept("article-245-2")], "deux");
  expect((await again()).state.get().commands).toHaveLength(1);
});

test("a lost answer sends the same commands again, and they count once", async () => {
  const { server, desk, courier, ticking } = await set();
  await desk.decide("list-245", [accept("article-245-1")], "un");
  server.mode = "answers lost";
  await courier.beat();
  expect(desk.waiting().get(EDITION)).toHaveLength(1);
  server.mode = "there";
  ticking.gone += 10_000;
  await courier.beat();
  expect(server.arrived).toHaveLength(1);
  expect(desk.waiting().size).toBe(0);
});

test("a server that refuses is left alone for longer and longer, and nothing is lost", async () => {
  const { server, desk, courier, ticking } = await set();
  const sync = vi.spyOn(server, "sync").mockRejectedValue(new Problem(503, { code: "busy" }));
  await desk.decide("list-245", [accept("article-245-1")], "un");
  const waits: number[] = [];
  for (let second = 0; second < 40; second += 1) {
    const before = sync.mock.calls.length;
    await courier.send();
    if (sync.mock.calls.length > before) waits.push(second);
    ticking.gone += 1_000;
  }
  expect(waits).toEqual([0, 2, 6, 14, 30]);
  expect(courier.trouble.get().get(EDITION)?.status).toBe(503);
  sync.mockRestore();
  await courier.send(true);
  expect(desk.waiting().size).toBe(0);
  expect(courier.trouble.get().size).toBe(0);
});

test("a refused command says why until somebody has seen it, over a reload, and decides nothing", async () => {
  const { server, desk, courier, again } = await set();
  server.refused.set("correct", "Le prix est trop haut.");
  const value = { price_cents: 99_900, consent: true };
  await desk.decide("list-245", [{ kind: "correct", article_id: "article-245-1", value }], "prix");
  await desk.decide("list-245", [accept("article-245-1")], "un");
  expect(look(desk, "list-245").valueCents).toBe(99_900);
  await courier.send();
  const later = await again();
  const [refused] = later.state.get().commands.filter(({ state }) => state === "refused");
  expect(refused?.message).toBe("Le prix est trop haut.");
  expect(look(later, "list-245").valueCents).toBe(100);
  await later.seen([refused?.id ?? ""]);
  expect((await again()).state.get().commands.filter(({ state }) => state === "refused")).toEqual([]);
});

test("one command that nobody can read does not keep the others back", async () => {
  const { server, desk, courier } = await set();
  for (const line of [1, 2, 3]) await desk.decide("list-245", [accept(`article-245-${line}`)], "un");
  const [, second] = desk.waiting().get(EDITION) ?? [];
  server.unreadable = { id: second?.id ?? "", problem: new Problem(400, { detail: "Illisible." }) };
  await courier.send();
  expect(server.arrived).toHaveLength(2);
  expect(desk.state.get().commands.map(({ state }) => state)).toEqual(["taken", "refused", "taken"]);
});

test("one undo takes back what was done in one go, and nothing that others decided since", async () => {
  const { server, desk, courier, ticking } = await set();
  const all = [1, 2, 3].map((line) => accept(`article-245-${line}`));
  await desk.decide("list-245", all, "3 articles acceptés");
  const other = await set(server, ticking);
  await courier.send();
  await other.courier.refresh(true);
  ticking.gone += 1_000;
  await other.desk.decide("list-245", [{ kind: "not_brought", article_id: "article-245-2" }], "un");
  await other.courier.send();
  ticking.gone += 30_000;
  await courier.refresh(true);
  expect(await desk.undo("list-245")).toMatchObject({ words: "3 articles acceptés" });
  expect(look(desk, "list-245")).toMatchObject({ accepted: 0, notBrought: 1, toDo: 2 });
  expect(await desk.undo("list-245")).toBeUndefined();
});

test("who has seen a decision always stands above it, whatever the device's clock says", async () => {
  const { server, desk, courier, ticking } = await set();
  await desk.decide("list-245", [accept("article-245-1")], "un");
  await courier.send();
  const behind = new Wound();
  behind.set -= 3_600_000;
  const other = await set(server, behind);
  await other.courier.refresh(true);
  await other.desk.decide("list-245", [{ kind: "not_brought", article_id: "article-245-1" }], "deux");
  expect(look(other.desk, "list-245")).toMatchObject({ accepted: 0, notBrought: 1 });
  await other.courier.send();
  ticking.gone += 31_000;
  await courier.refresh(true);
  expect(look(desk, "list-245")).toMatchObject({ accepted: 0, notBrought: 1 });
});

test("the clock is the server's, carried on by what nobody can set", () => {
  const ticking = new Wound();
  const clock = new DeskClock(0, ticking);
  const askedAt = clock.ask();
  ticking.gone += 200;
  clock.hear("2025-11-05T10:00:00.000Z", askedAt);
  ticking.gone += 1_000;
  expect(new Date(clock.now()).toISOString()).toBe("2025-11-05T10:00:01.100Z");
  ticking.set -= 86_400_000;
  expect(new Date(clock.now()).toISOString()).toBe("2025-11-05T10:00:01.100Z");
  const slow = clock.ask();
  ticking.gone += 6_000;
  clock.hear("2025-11-05T12:00:00.000Z", slow);
  expect(clock.now()).toBeLessThan(Date.parse("2025-11-05T10:01:00.000Z"));
  expect(clock.stamp("2025-11-05T11:00:00.000Z")).toBe("2025-11-05T11:00:00.001Z");
});

test.each<[string, (of: Awaited<ReturnType<typeof set>>) => Promise<unknown> | unknown]>([
  [
    "closed elsewhere",
    ({ server, courier }) => {
      server.open = false;
      return courier.beat();
    },
  ],
  [
    "the sale was opened",
    ({ server, courier }) => {
      server.saleOpenedAt = "2025-11-07T07:00:00.000Z";
      return courier.refresh(true);
    },
  ],
  ["a day without contact", ({ ticking }) => (ticking.gone += 25 * 3_600_000)],
  ["logged out", ({ name }) => wipeDesk(name)],
])("no name stays after the next start, and no decision is lost: %s", async (_, end) => {
  const all = await set();
  const { server, desk, again, name } = all;
  server.mode = "away";
  await desk.decide("list-245", [accept("article-245-1")], "un");
  server.mode = "there";
  vi.spyOn(all.server, "sync").mockRejectedValue(new Problem(503, {}));
  await end(all);
  const later = await again();
  expect(later.state.get()).toMatchObject({ session: undefined, steps: [] });
  expect(later.state.get().lists.size).toBe(0);
  expect(JSON.stringify(await aDatabase(name).load())).not.toMatch(/Martin|Camille|Anne/);
  expect(later.waiting().get(EDITION)).toHaveLength(1);
});

test("a device that keeps nothing has the server know a decision before the screen shows it", async () => {
  const server = new DeskHall();
  const desk = await Desk.restore(undefined, new Wound());
  const courier = new Courier(desk, server, server.reachable);
  await openDesk(desk, server);
  expect(desk.state.get().keeps).toBe(false);
  await desk.decide("list-245", [accept("article-245-1")], "un");
  expect(server.arrived).toHaveLength(1);
  expect(look(desk, "list-245").accepted).toBe(1);
  server.reachable.set(false);
  await expect(desk.decide("list-245", [accept("article-245-2")], "deux")).rejects.toThrow(Problem);
  expect(look(desk, "list-245").accepted).toBe(1);
  server.reachable.set(true);
  server.refused.set("accept", "Non.");
  await expect(desk.decide("list-245", [accept("article-245-2")], "deux")).rejects.toThrow("Non.");
  await courier.beat();
  expect(await desk.undo("list-245")).toMatchObject({ words: "un", articleId: "article-245-1" });
});

test("a device that is full goes on with the server", async () => {
  const { server, desk } = await set();
  vi.spyOn(DeskDatabase.prototype, "commit").mockRejectedValue(
    new DOMException("full", "QuotaExceededError"),
  );
  await desk.decide("list-245", [accept("article-245-1")], "un");
  expect(desk.state.get().keeps).toBe(false);
  expect(server.arrived).toHaveLength(1);
});

test("checks are shared by the lists of one person", async () => {
  const { desk } = await set();
  await desk.decide("list-245", [{ kind: "identity", value: true }]);
  await desk.decide("list-245", [{ kind: "remark", value: "Deux sacs" }]);
  expect(checksOf(desk.standingOf("list-246"))).toMatchObject({ identity: true, remark: "Deux sacs" });
  expect(checksOf(desk.standingOf("list-300")).identity).toBe(false);
  expect(desk.undoable("list-245")).toBeUndefined();
});

test("a list is found by its sheet, a label, its number, a name", () => {
  const all = lists();
  const found = (text: string) => find(text, all, "A2025");
  expect(found("A2025-D245")).toMatchObject({ kind: "list", list: { number: 245 } });
  expect(found("Q2025)D245")).toMatchObject({ kind: "list", list: { number: 245 } });
  expect(found("P2025-D245")).toEqual({ kind: "other_edition", edition: "P2025" });
  expect(found("A2025-L300-A02-200-3CE1")).toMatchObject({
    kind: "line",
    articleId: "article-300-2",
    printed: { priceCents: 200 },
  });
  expect(found("300-2")).toMatchObject({ kind: "line", articleId: "article-300-2" });
  expect(found("300-9")).toEqual({ kind: "unknown", number: 300, line: 9 });
  expect(found("246")).toMatchObject({ kind: "list", list: { number: 246 } });
  expect(found("999")).toEqual({ kind: "unknown", number: 999 });
  expect(found("lefevre dom")).toMatchObject({ kind: "list", list: { number: 300 } });
  expect(found("Martin")).toMatchObject({ kind: "several", lists: [{ number: 245 }, { number: 246 }] });
  expect(found("3700123456789")).toEqual({ kind: "nothing" });
});

test("devices agree whatever arrives when", async () => {
  const deed = fc.record({
    desk: fc.integer({ min: 0, max: 1 }),
    what: fc.constantFrom("accept", "refuse", "not_brought", "undo", "send", "refresh", "lose", "reload"),
    line: fc.integer({ min: 1, max: 2 }),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(deed, { minLength: 1, maxLength: 12 }), async (deeds) => {
      const server = new DeskHall(lists(2));
      const desks = [await set(server), await set(server)];
      for (const { desk: which, what, line } of deeds) {
        const one = desks[which];
        if (one === undefined) continue;
        for (const { ticking } of desks) ticking.gone += 31_000;
        const article_id = `article-245-${line}`;
        server.mode = what === "lose" ? "answers lost" : "there";
        server.reachable.set(true);
        if (what === "undo") await one.desk.undo("list-245");
        else if (what === "send" || what === "lose") await one.courier.send(true);
        else if (what === "refresh") await one.courier.refresh(true);
        else if (what === "reload") {
          one.desk = await one.again();
          one.courier = new Courier(one.desk, server, server.reachable, () => one.ticking.wall());
        } else {
          const value = what === "refuse" ? { reason: "other" as const } : null;
          await one.desk.decide("list-245", [{ kind: what, article_id, value } as never], what);
        }
      }
      server.mode = "there";
      server.reachable.set(true);
      for (const { courier } of desks) await courier.send(true);
      for (const { courier } of desks) await courier.refresh(true);
      const [first, second] = desks.map(({ desk }) => registersIn(desk, "list-245"));
      expect(first).toEqual(second);
      expect(desks.every(({ desk }) => desk.state.get().commands.length === 0)).toBe(true);
    }),
    { numRuns: 40 },
  );
});
