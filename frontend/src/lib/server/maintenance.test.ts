import { beforeEach, expect, test } from "vitest";
import { maintenance, observeMaintenance } from "./maintenance";

const LISTS = "http://localhost/api/v1/me/lists";
const closed = () =>
  new Response(JSON.stringify({ code: "maintenance", detail: "Retour à midi." }), { status: 503 });

beforeEach(() => maintenance.set(undefined));

test("the server's sentence stands until something else than what is always open is answered", async () => {
  await observeMaintenance(LISTS, closed());
  expect(maintenance.get()).toBe("Retour à midi.");
  await observeMaintenance("http://localhost/api/v1/site", new Response("{}"));
  await observeMaintenance("http://localhost/api/v1/auth/refresh", new Response("{}"));
  expect(maintenance.get()).toBe("Retour à midi.");
  await observeMaintenance(LISTS, new Response("[]"));
  expect(maintenance.get()).toBeUndefined();
});

test("another refusal of the same number is no maintenance", async () => {
  await observeMaintenance(
    LISTS,
    new Response(JSON.stringify({ code: "database_unavailable", detail: "x" }), { status: 503 }),
  );
  await observeMaintenance(LISTS, new Response("<html>", { status: 503 }));
  expect(maintenance.get()).toBeUndefined();
});

test("the answer can still be read", async () => {
  const answer = closed();
  await observeMaintenance(LISTS, answer);
  expect(await answer.json()).toMatchObject({ code: "maintenance" });
});
