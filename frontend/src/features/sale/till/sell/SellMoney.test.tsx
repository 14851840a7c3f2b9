import { cleanup, configure, screen, waitFor } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { standBefore } from "@/features/sale/till/stage";
import { TillDatabase } from "@/offline/database";
import { ANOTHER, aSession, GENUINE } from "@/offline/hall";
import { Till } from "@/offline/till/till";
import { asked } from "@/ui/dialog/confirm";
import { SellScreen } from "./SellScreen";

vi.mock("@/features/sale/till/sounds", () => ({
  beepAccepted: () => undefined,
  beepRefused: () => undefined,
  beepPaid: () => undefined,
}));
vi.mock("./DoubleSales", () => ({ DoubleSales: () => null }));
vi.mock("@tanstack/react-router", () => ({ useNavigate: () => () => undefined, Link: () => null }));

configure({ asyncUtilTimeout: 10_000, defaultHidden: true });
vi.setConfig({ testTimeout: 60_000 });

let database: TillDatabase;
let till: Till;
let names = 0;

beforeEach(async () => {
  names += 1;
  database = new TillDatabase(`sell-money-${names}`);
  till = await Till.restore(database);
  await till.begin(await aSession());
});

afterEach(() => {
  cleanup();
  asked.get()?.settle(false);
  database.close();
});

const show = () => standBefore(till, <SellScreen onClose={() => undefined} />);

/** The page is closed and opened again: only what the device has written is left. */
async function reload() {
  cleanup();
  till = await Till.restore(database);
  return show();
}

const press = (name: string | RegExp) => screen.findByRole("button", { name });
const euros = (label: string) =>
  screen.getByRole("status", { name: label }).textContent?.replace(/\s/gu, " ");
const scans = (label: typeof GENUINE) => till.scanLabel(label.code, label.price, label.check);

async function sellForCash(person: ReturnType<typeof show>, given: string) {
  await person.click(await press(/^Espèces/));
  await person.type(await screen.findByLabelText(/Montant donné/), `${given}{Enter}`);
  await screen.findByText(/^Ticket .*payé/);
}

test("a part of the payment that was taken is still there after a reload", async () => {
  const person = show();
  await scans(GENUINE);
  await scans(ANOTHER);
  const due = GENUINE.price + ANOTHER.price;
  await person.click(await press(/^Carte/));
  await person.type(await screen.findByLabelText(/Montant en carte/), "1{Enter}");
  await waitFor(() => expect(till.state.get().basket.taken).toEqual([{ method: "card", cents: 100 }]));

  const again = await reload();
  expect(await screen.findAllByText(/Vous avez déjà pris 1,00/u)).not.toHaveLength(0);
  const left = ((due - 100) / 100).toFixed(2).replace(".", ",");
  await waitFor(() => expect(euros("Reste à payer")).toContain(left));
  await again.keyboard("{F2}");
  await again.type(screen.getByLabelText(/Montant donné/), "{Enter}");
  await waitFor(() => expect(till.state.get().ledger).toHaveLength(1));
  expect(till.state.get().ledger[0]?.ticket.payments).toEqual([
    { method: "card", amount_cents: 100 },
    { method: "cash", amount_cents: due - 100 },
  ]);
  await waitFor(() => expect(till.state.get().basket).toEqual({ lines: [] }));
});

test("money that was given back is asked for again", async () => {
  const person = show();
  await scans(GENUINE);
  await person.click(await press(/^Carte/));
  await person.type(await screen.findByLabelText(/Montant en carte/), "0,10{Enter}");
  await person.click(await press("Retour"));
  await waitFor(() => expect(asked.get()).toBeDefined());
  asked.get()?.settle(true);
  await waitFor(() => expect(till.state.get().basket.taken).toBeUndefined());
  await reload();
  await waitFor(() => expect(euros("Total à payer")).toContain("5,00"));
});

test("a ticket that is taken up shows its own total, not the change of the customer before", async () => {
  const person = show();
  await scans(GENUINE);
  await person.click(await press("Mettre de côté"));
  await scans(ANOTHER);
  await sellForCash(person, "5");
  expect(euros("À rendre")).toBeDefined();
  await person.click(await press("1 de côté"));
  await person.click(await screen.findByRole("menuitem", { name: /1 article/ }));
  await waitFor(() => expect(euros("Total à payer")).toContain("5,00"));
});

test("the change stays through a reload, until something of the next customer comes", async () => {
  const person = show();
  await scans(ANOTHER);
  await sellForCash(person, "5");
  const change = euros("À rendre");
  await reload();
  await waitFor(() => expect(euros("À rendre")).toBe(change));
  await press(/^Dernier ticket : reçu/);
});
