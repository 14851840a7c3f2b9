import { MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider, queryOptions } from "@tanstack/react-query";
import { act, cleanup, render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { TillContext } from "@/features/sale/till/till-context";
import { network } from "@/lib/server/network";
import { Problem } from "@/lib/server/problem";
import { TillDatabase } from "@/offline/database";
import { aSession, HallServer } from "@/offline/hall";
import { Exchange } from "@/offline/sync/exchange";
import { Till } from "@/offline/till/till";
import { CloseRegister } from "./CloseRegister";

/** What the server's books say, cash in cents; undefined while nobody answers. */
const books = vi.hoisted(() => ({ cash: undefined as number | undefined, closed: vi.fn() }));
vi.mock("@/features/sale/till/api", () => ({
  registerSummary: (id: string) =>
    queryOptions({
      queryKey: ["summary", id],
      retry: false,
      networkMode: "always",
      queryFn: () => {
        if (books.cash === undefined) throw Problem.unreachable();
        const expected = { cash: books.cash, card: 0, cheque: 0 };
        return Promise.resolve({ expected, pieces: { card: 3, cheque: 12 } });
      },
    }),
  closeRegister: books.closed,
}));

let database: TillDatabase;
let names = 0;

beforeEach(() => {
  names += 1;
  database = new TillDatabase(`close-${names}`);
  network.set(true);
  books.cash = undefined;
});

afterEach(() => {
  cleanup();
  database.close();
  vi.clearAllMocks();
});

async function show() {
  const till = await Till.restore(database);
  const server = new HallServer();
  const exchange = new Exchange(till, server, server.reachable);
  await till.begin(await aSession());
  render(
    <MantineProvider env="test">
      <QueryClientProvider client={new QueryClient()}>
        <TillContext value={{ till, exchange }}>
          <CloseRegister onReturn={() => undefined} onClosed={() => undefined} />
        </TillContext>
      </QueryClientProvider>
    </MantineProvider>,
  );
  return userEvent.setup({ delay: null });
}

const cashRow = () => screen.getByRole("row", { name: /^Espèces/ }).textContent;

async function count(person: ReturnType<typeof userEvent.setup>, cash: string) {
  for (const [name, sum] of [
    ["Espèces", cash],
    ["Carte", "0"],
    ["Chèques", "0"],
  ]) {
    const field = screen.getByLabelText(`${name} : montant compté`);
    await person.clear(field);
    await person.type(field, `${sum}`);
  }
  await person.click(screen.getByRole("button", { name: "J’ai tout compté" }));
}

test("what is expected is told once everything is counted, and then in words", async () => {
  books.cash = 6_000;
  const person = await show();
  await screen.findByText("12 chèques à retrouver");
  expect(screen.getByText("3 tickets de carte à retrouver")).toBeDefined();
  expect(document.body.textContent).not.toMatch(/60,00/);
  await person.click(screen.getByRole("button", { name: "J’ai tout compté" }));
  expect(screen.getAllByText(/Tapez le montant compté/)).toHaveLength(3);
  expect(screen.queryByText("Résultat du comptage")).toBeNull();
  await count(person, "50");
  await screen.findByText("Résultat du comptage");
  expect(cashRow()).toMatch(/Manque 10,00.*60,00.*50,00/);

  await person.click(screen.getByRole("button", { name: "Fermer la caisse" }));
  await screen.findByText("Expliquez la différence en quelques mots");
  await person.click(screen.getByRole("button", { name: "Recompter" }));
  await count(person, "70");
  await waitFor(() => expect(cashRow()).toMatch(/10,00.*de trop/));
  await person.type(screen.getByLabelText("Remarque"), "Un billet de plus dans le fond");
  await person.click(screen.getByRole("button", { name: "Fermer la caisse" }));
  await waitFor(() =>
    expect(books.closed).toHaveBeenCalledWith(
      expect.any(String),
      { cash: 7_000, card: 0, cheque: 0 },
      "Un billet de plus dans le fond",
      0,
    ),
  );
});

test("notes and coins add up to the cash, by keyboard and by thumb", async () => {
  books.cash = 0;
  const person = await show();
  await person.click(screen.getByRole("button", { name: "Compter billets et pièces" }));
  await person.type(screen.getByLabelText("Billets de 20 €"), "3{Enter}");
  expect(document.activeElement).toBe(screen.getByLabelText("Billets de 10 €"));
  await person.click(screen.getByRole("button", { name: "Un de plus : Pièces de 50 c" }));
  await person.type(screen.getByLabelText("Pièces de 2 c"), "{ArrowUp}{ArrowUp}{ArrowDown}");
  expect(screen.getByLabelText<HTMLInputElement>("Espèces : montant compté").value).toBe("60,52");
  await person.click(screen.getByRole("button", { name: /^Un de moins : Billets de 20/ }));
  expect(screen.getByLabelText<HTMLInputElement>("Espèces : montant compté").value).toBe("40,52");
});

test("sums that could not be had are asked again once the network is back", async () => {
  const person = await show();
  await count(person, "36");
  await screen.findByText("Sommes attendues d’après cette caisse seule");
  expect(cashRow()).toMatch(/50,00/);
  books.cash = 3_600;
  act(() => network.set(false));
  act(() => network.set(true));
  await waitFor(() => expect(cashRow()).toMatch(/Juste.*36,00/));
  expect(screen.queryByText("Sommes attendues d’après cette caisse seule")).toBeNull();
});

test("sums that changed while the drawer was counted are shown before anything is closed", async () => {
  books.cash = 5_000;
  const person = await show();
  await count(person, "50");
  await waitFor(() => expect(cashRow()).toMatch(/Juste/));
  books.cash = 3_600;
  await person.click(screen.getByRole("button", { name: "Fermer la caisse" }));
  await screen.findByText("Les sommes attendues viennent de changer");
  expect(books.closed).not.toHaveBeenCalled();
  expect(cashRow()).toMatch(/14,00.*de trop/);
});
