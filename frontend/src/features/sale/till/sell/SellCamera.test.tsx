import { act, cleanup, configure, fireEvent, screen, waitFor } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { standBefore } from "@/features/sale/till/stage";
import { TillDatabase } from "@/offline/database";
import { aSession, GENUINE } from "@/offline/hall";
import { Till } from "@/offline/till/till";
import { asked, confirm } from "@/ui/dialog/confirm";
import { SellScreen } from "./SellScreen";

vi.mock("@/features/sale/till/sounds", () => ({
  beepAccepted: () => undefined,
  beepRefused: () => undefined,
  beepPaid: () => undefined,
}));
vi.mock("./DoubleSales", () => ({ DoubleSales: () => null }));
vi.mock("@tanstack/react-router", () => ({ useNavigate: () => () => undefined, Link: () => null }));
/** Says whether it rests, and reads a label when it is told to. */
vi.mock("@/features/sale/till/scan/Camera", () => ({
  Camera: ({ onRead, paused }: { onRead: (text: string) => void; paused: boolean }) => (
    <button type="button" onClick={() => onRead(LABEL)}>
      {paused ? "La caméra se repose" : "La caméra regarde"}
    </button>
  ),
}));

const LABEL = `${GENUINE.code}-${GENUINE.price}-${GENUINE.check}`;

// Parts of the screen are fetched when they are first needed; a busy machine takes its time.
configure({ asyncUtilTimeout: 10_000, defaultHidden: true });
vi.setConfig({ testTimeout: 60_000 });

let database: TillDatabase;
let till: Till;
let names = 0;

beforeEach(() => {
  names += 1;
  database = new TillDatabase(`sell-camera-${names}`);
  // What other tills hold is asked for by the dialog that takes it.
  vi.stubGlobal("fetch", async () => Response.json({ items: [] }));
});

afterEach(() => {
  cleanup();
  asked.get()?.settle(false);
  database.close();
  vi.unstubAllGlobals();
});

/** A till that sells, with its camera on and one article read by it. */
async function watching() {
  till = await Till.restore(database);
  await till.begin(await aSession());
  const person = standBefore(till, <SellScreen onClose={() => undefined} />);
  await person.click(screen.getByRole("button", { name: "Scanner avec la caméra" }));
  await person.click(await screen.findByRole("button", { name: "La caméra regarde" }));
  await waitFor(() => expect(till.state.get().basket.lines.map(({ code }) => code)).toEqual([GENUINE.code]));
  return person;
}

type Person = Awaited<ReturnType<typeof watching>>;

async function choose(person: Person, item: string): Promise<void> {
  await person.click(await screen.findByRole("button", { name: "Menu" }));
  await person.click(await screen.findByRole("menuitem", { name: item }));
}

/** What may lie over the ticket: how it comes. */
const OVER_IT: readonly (readonly [string, (person: Person) => Promise<unknown>])[] = [
  ["a payment", (person) => person.keyboard("{F2}")],
  ["a question", async () => act(() => void confirm({ title: "Vider ?", body: "", confirm: "Vider" }))],
  ["the list of tickets", (person) => choose(person, "Tickets et annulations")],
  ["the ticket of another till", (person) => choose(person, "Prendre le ticket d’une autre caisse")],
];

test.each(OVER_IT)("the camera rests while %s lies over the ticket", async (_, come) => {
  const person = await watching();
  await come(person);
  expect(await screen.findByRole("button", { name: "La caméra se repose" })).toBeDefined();
});

test("the camera looks again when the payment is given up", async () => {
  const person = await watching();
  await person.keyboard("{F2}");
  await person.click(await screen.findByRole("button", { name: "Retour" }));
  expect(await screen.findByRole("button", { name: "La caméra regarde" })).toBeDefined();
});

test.each([
  ["F2", "Montant donné par le client"],
  ["F3", "Montant en carte"],
  ["F4", "Montant en chèque"],
])("with the camera on, %s opens the payment", async (key, field) => {
  const person = await watching();
  await person.keyboard(`{${key}}`);
  expect(await screen.findByLabelText(field)).toBeDefined();
});

test.each(OVER_IT.slice(1))("under %s no key opens a payment", async (_, come) => {
  const person = await watching();
  await come(person);
  await screen.findByRole("button", { name: "La caméra se repose" });
  await import("@/features/sale/till/pay/PaymentDialog");
  for (const key of ["F2", "F3", "F4"]) {
    await act(async () => void fireEvent.keyDown(document.body, { key }));
    expect(screen.queryByRole("dialog", { name: "Paiement" })).toBeNull();
  }
});
