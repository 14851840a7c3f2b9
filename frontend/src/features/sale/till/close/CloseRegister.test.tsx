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
        return Promise.resolve({ expected: { cash: books.cash, card: 0, cheque: 0 } });
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

const expectedCash = () => screen.getByRole("row", { name: /^Espèces/ }).textContent;

test("sums that could not be had are asked again once the network is back", async () => {
  await show();
  await screen.findByText("Sommes attendues d’après cette caisse seule");
  expect(expectedCash()).toMatch(/50,00/);
  books.cash = 3_600;
  act(() => network.set(false));
  act(() => network.set(true));
  await waitFor(() => expect(expectedCash()).toMatch(/36,00/));
  expect(screen.queryByText("Sommes attendues d’après cette caisse seule")).toBeNull();
});

test("sums that changed while the drawer was counted are shown before anything is closed", async () => {
  books.cash = 5_000;
  const person = await show();
  await waitFor(() => expect(expectedCash()).toMatch(/50,00/));
  for (const [method, sum] of [
    ["Espèces", "50"],
    ["Carte", "0"],
    ["Chèque", "0"],
  ]) {
    await person.type(screen.getByLabelText(`${method} : montant compté`), `${sum}`);
  }
  books.cash = 3_600;
  await person.click(screen.getByRole("button", { name: "Fermer la caisse" }));
  await screen.findByText("Les sommes attendues viennent de changer");
  expect(books.closed).not.toHaveBeenCalled();
  expect(expectedCash()).toMatch(/36,00/);
});
