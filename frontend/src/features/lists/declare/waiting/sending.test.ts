import { beforeEach, expect, test, vi } from "vitest";
import type { Catalogue } from "@/domain/articles";
import type { ItemList } from "@/domain/lists";
import type { ArticleWords } from "@/features/lists/declare/api";
import { EMPTY } from "@/features/lists/declare/article/draft";
import { Problem } from "@/lib/server/problem";
import { type Identity, session } from "@/lib/server/session";
import { forgetArticles, holdsArticles } from "@/offline/articles";
import { outbox, type Waiting } from "./outbox";
import { sendWaiting } from "./sending";

const server = vi.hoisted(() => ({ saveArticle: vi.fn(), changeArticle: vi.fn() }));
vi.mock("@/features/lists/declare/api", () => server);

const person = (id: string): Identity => ({
  id,
  role: "depositor",
  email: "",
  first_name: "",
  last_name: "",
});
const seen = { list: { number: 384 } as ItemList, catalogue: {} as Catalogue };
const article = (id: string, changes: Partial<Waiting> = {}): Waiting => ({
  id,
  list: "l1",
  isNew: true,
  draft: { ...EMPTY, description: id },
  words: { description: id } as ArticleWords,
  at: 1,
  ...changes,
});

beforeEach(async () => {
  localStorage.clear();
  for (const id of ["p1", "p2"]) await forgetArticles(id);
  server.saveArticle.mockReset().mockResolvedValue({});
  server.changeArticle.mockReset().mockResolvedValue({});
  session.identity.set(person("p1"));
});

test("what waits is sent in its order, under its identifiers, and is kept no longer", async () => {
  await outbox.keep(article("a1"), seen);
  await outbox.keep(article("a2", { isNew: false }), seen);
  expect(outbox.seen("l1")?.list.number).toBe(384);
  expect(await sendWaiting()).toEqual({ lists: ["l1", "l1"], putOff: false });
  expect(server.saveArticle).toHaveBeenCalledExactlyOnceWith("l1", "a1", { description: "a1" });
  expect(server.changeArticle).toHaveBeenCalledExactlyOnceWith("a2", { description: "a2" });
  expect(await holdsArticles("p1")).toBe(false);
  expect(outbox.seen("l1")).toBeUndefined();
});

test.each([Problem.unreachable(), new Problem(503, {}), new Problem(401, {}), new Problem(429, {})])(
  "without a server, or somebody logged in, everything stays: $status",
  async (problem) => {
    await outbox.keep(article("a1"), seen);
    await outbox.keep(article("a2"), seen);
    server.saveArticle.mockRejectedValue(problem);
    expect(await sendWaiting()).toEqual({ lists: [], putOff: true });
    expect(server.saveArticle).toHaveBeenCalledTimes(1);
    expect((await outbox.read()).map(({ id }) => id)).toEqual(["a1", "a2"]);
  },
);

test("what the server refuses is kept with its sentence, sent no more, and keeps back nothing", async () => {
  await outbox.keep(article("a1"), seen);
  await outbox.keep(article("a2"), seen);
  const error = { field: "list", code: "clothes_limit", message: "Cette liste compte déjà 12 vêtements." };
  server.saveArticle.mockRejectedValueOnce(new Problem(422, { code: "invalid", errors: [error] }));
  expect(await sendWaiting()).toEqual({ lists: ["l1"], putOff: false });
  expect(await outbox.read()).toEqual([article("a1", { refusal: error.message })]);
  await sendWaiting();
  expect(server.saveArticle).toHaveBeenCalledTimes(2);
  await outbox.keep(article("a1", { at: 2 }), seen);
  await sendWaiting();
  expect(await outbox.read()).toEqual([]);
});

test("what was saved again while it was under way stays", async () => {
  await outbox.keep(article("a1"), seen);
  server.saveArticle.mockImplementationOnce(async () => outbox.keep(article("a1", { at: 2 }), seen));
  await sendWaiting();
  expect(await outbox.read()).toEqual([article("a1", { at: 2 })]);
});

test("what somebody left on a device is shown to and sent for nobody else", async () => {
  await outbox.keep(article("a1"), seen);
  session.identity.set(person("p2"));
  expect(await outbox.read()).toEqual([]);
  await sendWaiting();
  expect(server.saveArticle).not.toHaveBeenCalled();
  session.identity.set(person("p1"));
  expect(await outbox.read()).toHaveLength(1);
});

test("a tab that leaves the sending to another one does not say that the server is away", async () => {
  await outbox.keep(article("a1"), seen);
  const request = (_: string, __: object, run: (lock: null) => unknown) => Promise.resolve(run(null));
  vi.stubGlobal("navigator", { locks: { request } });
  expect(await sendWaiting()).toEqual({ lists: [], putOff: false });
  vi.unstubAllGlobals();
  expect(server.saveArticle).not.toHaveBeenCalled();
  expect(await holdsArticles("p1")).toBe(true);
});

test("an erased account leaves nothing on the device, and nobody else's articles are touched", async () => {
  await outbox.keep(article("a1"), seen);
  session.identity.set(person("p2"));
  await outbox.keep(article("a2"), seen);
  await forgetArticles("p1");
  expect([await holdsArticles("p1"), await holdsArticles("p2")]).toEqual([false, true]);
});

test("what a device still holds where it was kept before is taken over, beside what is newer", async () => {
  const former = { waiting: [article("a1"), article("a2")], lists: { l1: seen } };
  await outbox.keep(article("a2", { at: 2 }), seen);
  localStorage.setItem("bourse.articles.p1", JSON.stringify(former));
  expect(await outbox.read()).toEqual([article("a1"), article("a2", { at: 2 })]);
  expect(localStorage.getItem("bourse.articles.p1")).toBeNull();
  expect(outbox.seen("l1")?.list.number).toBe(384);
});

test("what is no box is thrown away, and an account that is erased forgets both places", async () => {
  localStorage.setItem("bourse.articles.p1", "{");
  expect(await holdsArticles("p1")).toBe(false);
  localStorage.setItem("bourse.articles.p1", JSON.stringify({ waiting: [article("a1")], lists: {} }));
  await forgetArticles("p1");
  expect(await holdsArticles("p1")).toBe(false);
});

test("an article is written through to the disk before anything says that it is kept", async () => {
  const begun = vi.spyOn(IDBDatabase.prototype, "transaction");
  await outbox.keep(article("a1"), seen);
  expect(begun).toHaveBeenCalledWith(["boxes"], "readwrite", { durability: "strict" });
  begun.mockRestore();
});
