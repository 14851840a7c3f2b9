import { MantineProvider } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { cleanup, configure, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { EditionStatus } from "@/domain/editions";
import { TillContext } from "@/features/sale/till/till-context";
import { session } from "@/lib/server/session";
import { TillDatabase } from "@/offline/database";
import { aSession, CASH, GENUINE, HallServer } from "@/offline/hall";
import { Exchange } from "@/offline/sync/exchange";
import { Till } from "@/offline/till/till";
import { Toasts } from "@/ui/notice/Toasts";
import { OpenRegister } from "./OpenRegister";

vi.mock("@tanstack/react-router", () => ({ Link: () => null }));
configure({ asyncUtilTimeout: 10_000 });

let database: TillDatabase;
let names = 0;

beforeEach(() => {
  names += 1;
  database = new TillDatabase(`open-register-${names}`);
});

afterEach(() => {
  cleanup();
  database.close();
  notifications.clean();
  session.forget();
  vi.unstubAllGlobals();
});

/** A volunteer before a device without an open till, in an association with one edition. */
async function show(status: EditionStatus) {
  const jeanne = { id: "1", role: "volunteer", email: "", first_name: "", last_name: "" } as const;
  session.adopt({ access_token: "own", expires_in: 900, user: jeanne });
  const brought: unknown[] = [];
  vi.stubGlobal("fetch", async (request: Request) => {
    if (request.method !== "POST")
      return Response.json({ items: [{ id: "edition", name: "Automne 2025", status, is_training: false }] });
    const { tickets } = (await request.json()) as { tickets: { ticket_id: string }[] };
    brought.push(...tickets);
    return Response.json({ results: tickets.map(({ ticket_id }) => ({ ticket_id, status: "recorded" })) });
  });
  const till = await Till.restore(database);
  const server = new HallServer();
  const exchange = new Exchange(till, server, server.reachable);
  const leaveOneTicket = async () => {
    await till.begin(await aSession());
    await till.writeSale("queued", [{ code: GENUINE.code, price_cents: GENUINE.price }], CASH);
    await till.end();
  };
  const open = () =>
    render(
      <MantineProvider env="test">
        <QueryClientProvider client={new QueryClient()}>
          <TillContext value={{ till, exchange }}>
            <OpenRegister />
          </TillContext>
          <Toasts />
        </QueryClientProvider>
      </MantineProvider>,
    );
  return { server, brought, leaveOneTicket, open, person: userEvent.setup({ delay: null }) };
}

test("in the settlement a file of another till is still taken, though no till opens", async () => {
  const { brought, open, person } = await show("settlement");
  open();
  await screen.findByText("Aucune vente en cours");
  const ticket = { ticket_id: "t1", lines: [], payments: [] };
  const file = new File([JSON.stringify({ tickets: [ticket] })], "caisse-1.json", {
    type: "application/json",
  });
  await person.upload(document.querySelector("input[type=file]") as HTMLInputElement, file);
  expect(await screen.findByText("1 ticket reçu.")).toBeDefined();
  expect(brought).toEqual([ticket]);
});

test("where the edition is closed no file is taken any more", async () => {
  const { open } = await show("closed");
  open();
  await screen.findByText("Aucune vente en cours");
  expect(screen.queryByRole("button", { name: "Recevoir un fichier" })).toBeNull();
});

test("what this device has left is sent from here in the settlement, and said to have arrived", async () => {
  const { server, leaveOneTicket, open, person } = await show("settlement");
  await leaveOneTicket();
  open();
  expect(screen.getByText("1 ticket à envoyer.")).toBeDefined();
  await person.click(screen.getByRole("button", { name: "Envoyer maintenant" }));
  expect(await screen.findByText(/^1 ticket, tous arrivés/)).toBeDefined();
  expect(server.recorded.size).toBe(1);
});
