import { afterEach, beforeEach, expect, test } from "vitest";
import { TillDatabase } from "./database";
import { Stores } from "./stores";

interface Rows {
  readonly kept: { readonly key: string; readonly value: number };
}

const upgrade = (change: IDBTransaction) => change.db.createObjectStore("kept", { keyPath: "key" });

let names = 0;
let stores: Stores<Rows>;

beforeEach(() => {
  names += 1;
  stores = new Stores<Rows>(`stores-${names}`, "strict", 1, upgrade);
});
afterEach(() => stores.close());

test("a change that fails half-way leaves nothing behind", async () => {
  await stores.write(["kept"], (change) => change.put("kept", { key: "a", value: 1 }));
  const failing = stores.write(["kept"], async (change) => {
    change.clear("kept");
    change.put("kept", { key: "b", value: 2 });
    await change.get("kept", "b");
    throw new Error("the battery is empty");
  });
  await expect(failing).rejects.toThrow();
  expect(await stores.all("kept")).toEqual([{ key: "a", value: 1 }]);
});

test("a row that cannot be kept is told to whoever wanted it kept", async () => {
  const odd = { key: undefined, value: 1 } as never;
  await expect(stores.write(["kept"], (change) => change.put("kept", odd))).rejects.toThrow();
  expect(await stores.all("kept")).toEqual([]);
});

test("a connection that was dropped is made again, one that was closed is not", async () => {
  await stores.write(["kept"], (change) => change.put("kept", { key: "a", value: 1 }));
  // Whoever wants a newer version makes this one let go.
  await new Promise((done) => {
    indexedDB.deleteDatabase(`stores-${names}`).onsuccess = done;
  });
  await stores.write(["kept"], (change) => change.put("kept", { key: "b", value: 2 }));
  expect(await stores.all("kept")).toEqual([{ key: "b", value: 2 }]);
  stores.close();
  await expect(stores.all("kept")).rejects.toThrow();
});

test("a device that kept its till under the first layout keeps it, and knows where its tickets come from", async () => {
  const name = `first-layout-${names}`;
  const session = {
    sessionId: "s1",
    editionId: "e1",
    editionName: "Automne",
    registerNumber: 3,
    seller: "Anne",
  };
  await new Promise<void>((done, failed) => {
    const request = indexedDB.open(name, 10);
    request.onupgradeneeded = () => {
      const kept = request.result.createObjectStore("kept", { keyPath: "key" });
      request.result.createObjectStore("entries", { keyPath: "id" });
      request.result.createObjectStore("articles", { keyPath: "code" });
      kept.put({ key: "session", value: session });
    };
    request.onerror = () => failed(request.error);
    request.onsuccess = () => {
      request.result.close();
      done();
    };
  });
  const database = new TillDatabase(name);
  expect((await database.load()).session).toEqual(session);
  database.close();
  const kept = new Stores<{ origins: { sessionId: string; editionName: string } }>(
    name,
    "relaxed",
    20,
    () => {},
  );
  expect(await kept.all("origins")).toMatchObject([{ sessionId: "s1", editionName: "Automne" }]);
  kept.close();
});
