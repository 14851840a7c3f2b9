import { expect, test } from "vitest";
import type { Edition, Facts } from "@/domain/editions";
import type { ListSummary } from "@/domain/lists";
import type { Payout } from "@/domain/payouts";
import { formatExactCents } from "@/lib/money";
import { todosOf } from "./todos";

const edition = (status: Edition["status"]) =>
  ({
    status,
    declaration_deadline: "2025-10-15T21:59:59.000Z",
    sale_days: ["2025-11-08"],
  }) as unknown as Edition;
const list = (state: ListSummary["state"], label_state: ListSummary["label_state"] = "none") =>
  ({ state, label_state, depositor: { id: "d1" } }) as unknown as ListSummary;
const nothing: Facts = { slots: [], registrations: [], lists: [], payouts: [], live: undefined };
const undone = (status: Edition["status"], facts: Partial<Facts>) =>
  todosOf(edition(status), { ...nothing, ...facts }, new Date("2025-10-12T10:00:00Z"))
    .filter((todo) => !todo.done)
    .map((todo) => todo.text);

test("an edition with dates still needs slots and people", () => {
  expect(undone("configured", {})).toEqual([
    "Créer les créneaux de dépôt",
    "Importer les inscriptions de Billetweb",
  ]);
});

test("lists that are not validated are counted with the days that are left", () => {
  const lists = [list("draft"), list("draft"), list("validated", "printed")];
  const registrations = [{ depositor: { id: "d1", state: "active" } }] as never;
  expect(undone("registrations_open", { lists, registrations })).toEqual([
    "2 listes non validées, limite dans 3 jours",
  ]);
});

test("whoever has begun and validated nothing is counted as a person, with the way to remind them", () => {
  const late = { ...list("draft"), depositor: { id: "d2" } } as ListSummary;
  const lists = [late, late, list("validated", "printed"), list("draft")];
  const todos = todosOf(
    edition("registrations_open"),
    { ...nothing, lists, registrations: [{ depositor: { id: "d1", state: "active" } }] as never },
    new Date("2025-10-12T10:00:00Z"),
  );
  expect(todos.find(({ done }) => !done)).toMatchObject({
    text: "1 déposant a commencé sans valider, limite dans 3 jours",
    detail: "3 listes non validées",
    search: { etat: "begun" },
  });
});

test("during the deposit, validated lists wait to be accepted and to have labels", () => {
  const lists = [list("validated"), list("reviewed", "printed")];
  expect(undone("deposit", { lists })).toEqual(["Étiquettes à préparer pour 1 liste", "1 liste à accepter"]);
});

test("a closed edition asks for nothing", () => {
  expect(undone("closed", {})).toEqual([]);
});

test("after the sale, what is left is what is open: an absent depositor is no payment to make", () => {
  const payout = (state: string, to_pay_cents: number) => ({ state, to_pay_cents }) as unknown as Payout;
  const payouts = [payout("paid", 0), payout("absent", 2_720)];
  const closing = "Vérifier et clôturer l’édition";
  expect(undone("settlement", { payouts })).toEqual([closing]);
  expect(undone("settlement", { payouts: [...payouts, payout("supplement", 500)] })).toEqual([
    `1 reversement à payer, ${formatExactCents(500)}`,
    closing,
  ]);
  expect(undone("settlement", { payouts: [...payouts, payout("overpaid", -500)] })).toEqual([
    "1 déposant a reçu plus que son dû",
    closing,
  ]);
});

test("what waits for a manager's word on the sale is counted, and only then named", () => {
  const live = (counts: object) =>
    ({
      tills: [],
      conflicts: 0,
      quarantined: 0,
      lines_without_owner: 0,
      prices_to_decide: 0,
      ...counts,
    }) as never;
  const idle = "Aucune caisse ouverte pour le moment";
  expect(undone("sale", { live: live({}) })).toEqual([idle]);
  expect(undone("sale", { live: live({ lines_without_owner: 2, prices_to_decide: 1 }) })).toEqual([
    idle,
    "2 ventes sans article",
    "1 prix payé à décider",
  ]);
});

test("nothing is ticked off for want of anything to do", () => {
  const registrations = [{ depositor: { id: "d1", state: "active" } }] as never;
  expect(undone("registrations_open", {})).toEqual(["Importer les inscriptions de Billetweb"]);
  expect(undone("registrations_open", { registrations })).toContain(
    "Aucune liste commencée, limite dans 3 jours",
  );
  expect(undone("deposit", {})).toEqual(["Aucune liste acceptée pour le moment"]);
});

test("a till of which nothing is heard is named, and no tick hides it", () => {
  const till = (register_number: number, last_seen_at: string) => ({
    register_number,
    last_seen_at,
    state: "open",
  });
  const tills = [till(1, "2025-10-12T09:59:30Z"), till(3, "2025-10-12T09:48:00Z")];
  const live = { tills, conflicts: 0, quarantined: 0, lines_without_owner: 0, prices_to_decide: 0 } as never;
  const [first] = todosOf(edition("sale"), { ...nothing, live }, new Date("2025-10-12T10:00:00Z"));
  expect(first).toMatchObject({ text: "2 caisses ouvertes", done: false });
  expect(first?.detail).toMatch(/^Caisse 3 sans nouvelles/);
});
