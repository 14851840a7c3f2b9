import { afterEach, expect, test } from "vitest";
import { type Identity, session } from "@/lib/server/session";
import type { ClosedTill } from "./closing";
import { keptClosed } from "./kept-closed";

const CLOSED = { registerNumber: 6 } as ClosedTill;

afterEach(() => {
  keptClosed.clear();
  session.identity.set(undefined);
});

test("a till that was closed is there again after a reload, until its page is left", () => {
  session.identity.set({ id: "bastien" } as Identity);
  keptClosed.write(CLOSED);
  expect(keptClosed.read()).toEqual(CLOSED);
  keptClosed.clear();
  expect(keptClosed.read()).toBeUndefined();
});

test("whoever has the tab next does not see it", () => {
  session.identity.set({ id: "bastien" } as Identity);
  keptClosed.write(CLOSED);
  session.identity.set({ id: "brigitte" } as Identity);
  expect(keptClosed.read()).toBeUndefined();
});

test("what cannot be read is nothing", () => {
  sessionStorage.setItem("bourse.closed-till", "{");
  expect(keptClosed.read()).toBeUndefined();
});
