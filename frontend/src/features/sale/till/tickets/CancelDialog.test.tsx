import { MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { cleanup, render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { ScanPlace } from "@/features/sale/till/scan/ScanPlace";
import { TillContext } from "@/features/sale/till/till-context";
import { session } from "@/lib/server/session";
import { TillDatabase } from "@/offline/database";
import { aSession, HallServer } from "@/offline/hall";
import { Exchange } from "@/offline/sync/exchange";
import { Till } from "@/offline/till/till";
import { CancelDialog } from "./CancelDialog";
import { TicketsDrawer } from "./TicketsDrawer";

vi.mock("@/features/sale/till/sounds", () => ({
  beepAccepted: () => undefined,
  beepRefused: () => undefined,
}));
vi.setConfig({ testTimeout: 30_000 });

let database: TillDatabase;
let names = 0;

beforeEach(() => {
  names += 1;
  database = new TillDatabase(`cancel-${names}`);
});

afterEach(() => {
  cleanup();
  database.close();
  session.forget();
  vi.unstubAllGlobals();
});

/** A till with one recorded ticket of 6 and 15 euros, paid by cheque. */
async function sold() {
  const till = await Till.restore(database);
  const server = new HallServer();
  await till.begin(await aSession());
  const lines = [
    { code: "A2025-L245-A01", price_cents: 600 },
    { code: "A2025-L245-A02", price_cents: 1_500 },
  ];
  const payments = [{ method: "cheque" as const, amount_cents: 2_100 }];
  const { ticket_id = "" } = (await till.writeSale("queued", lines, payments)) ?? {};
  await till.note({ type: "synced", results: [{ ticket_id, status: "recorded", number: 7 }] });
  const show = (what: React.ReactNode) =>
    render(
      <MantineProvider env="test">
        <QueryClientProvider client={new QueryClient()}>
          <TillContext value={{ till, exchange: new Exchange(till, server, server.reachable) }}>
            <ScanPlace>{what}</ScanPlace>
          </TillContext>
        </QueryClientProvider>
      </MantineProvider>,
    );
  return { till, show, person: userEvent.setup({ delay: null }) };
}

test("a part of a ticket paid by cheque goes back in cash, and is booked as cash", async () => {
  const { till, show, person } = await sold();
  const bodies: unknown[] = [];
  vi.stubGlobal("fetch", async (request: Request) => {
    bodies.push(await request.json());
    return Response.json({ given_back: { payments: [{ method: "cash", amount_cents: 600 }] } });
  });
  const onCancelled = vi.fn();
  const [entry] = till.state.get().ledger;
  if (entry === undefined) throw new Error("no ticket");
  show(<CancelDialog entry={entry} code={undefined} onClose={() => undefined} onCancelled={onCancelled} />);
  await person.click(screen.getByRole("checkbox", { name: /A2025-L245-A01/ }));
  await person.click(screen.getByRole("radio", { name: "Erreur de scan" }));
  expect(screen.getByText(/Un chèque ne se rend pas en partie : rendez 6,00.€ en espèces/)).toBeDefined();
  await person.click(screen.getByRole("button", { name: /^Annuler 6,00/ }));
  await waitFor(() => expect(onCancelled).toHaveBeenCalledOnce());
  expect(bodies).toMatchObject([{ refund_method: "cash" }]);
  expect(onCancelled.mock.calls[0]?.[0].title).toMatch(/^Rendez 6,00.€ en espèces/);
  cleanup();
  show(<TicketsDrawer onClose={() => undefined} onCancelled={() => undefined} />);
  const card = (await screen.findByRole("listitem")).textContent;
  expect(card).toMatch(/15,00.*Annulé : A2025-L245-A01.*Chèque 21,00.€, rendu 6,00.€ en espèces/);
});

test("a whole cheque goes back as it is", async () => {
  const { till, show, person } = await sold();
  const [entry] = till.state.get().ledger;
  if (entry === undefined) throw new Error("no ticket");
  show(
    <CancelDialog entry={entry} code={undefined} onClose={() => undefined} onCancelled={() => undefined} />,
  );
  expect(screen.getByText("Cochez ce qui est annulé.")).toBeDefined();
  await person.click(screen.getByRole("checkbox", { name: /^Tout/ }));
  expect(screen.queryByText(/ne se rend pas en partie/)).toBeNull();
  expect(screen.getByText("Dites pourquoi.")).toBeDefined();
  await person.click(screen.getByRole("radio", { name: "Autre raison" }));
  expect(screen.getByText("Précisez la raison.")).toBeDefined();
  await person.click(screen.getByRole("radio", { name: "Erreur de scan" }));
  expect(screen.queryByText("Précisez la raison.")).toBeNull();
  expect(screen.getByRole("button", { name: /^Annuler 21,00/ })).toHaveProperty("disabled", false);
});

test("with a queue that is full nothing is handed back", async () => {
  const { till, show, person } = await sold();
  const lines = [{ code: "A2025-L245-A03", price_cents: 600 }];
  const payments = [{ method: "cash" as const, amount_cents: 600 }];
  while (!till.isFull()) await till.writeSale("queued", lines, payments);
  const entry = till.state.get().ledger.find(({ state }) => state === "waiting");
  if (entry === undefined) throw new Error("no ticket");
  const onCancelled = vi.fn();
  show(<CancelDialog entry={entry} code={undefined} onClose={() => undefined} onCancelled={onCancelled} />);
  await person.click(screen.getByRole("checkbox", { name: /^Tout/ }));
  await person.click(screen.getByRole("button", { name: /^Annuler/ }));
  expect((await screen.findByRole("alert")).textContent).toMatch(/500/);
  expect(onCancelled).not.toHaveBeenCalled();
});

const MINUTE_MS = 60_000;

/** The dialog of a volunteer, so many minutes after the sale, before a server whose other log-in is of this role. */
async function laterOn(minutes: number, role: "volunteer" | "manager") {
  const { till, show, person } = await sold();
  const jeanne = { id: "1", role: "volunteer", email: "", first_name: "", last_name: "" } as const;
  session.adopt({ access_token: "own", expires_in: 900, user: jeanne });
  const [entry] = till.state.get().ledger;
  if (entry === undefined) throw new Error("no ticket");
  vi.spyOn(till, "serverNow").mockReturnValue(Date.parse(entry.ticket.sold_at) + minutes * MINUTE_MS);
  const calls: { readonly url: string; readonly request: Request; readonly body: unknown }[] = [];
  vi.stubGlobal("fetch", async (request: Request) => {
    const url = new URL(request.url).pathname.replace("/api/v1", "");
    calls.push({ url, request, body: await request.json().catch(() => undefined) });
    if (url === "/auth/login")
      return Response.json({ access_token: "theirs", expires_in: 900, user: { id: "2", role } });
    return Response.json({ given_back: { payments: [{ method: "cheque", amount_cents: 2_100 }] } });
  });
  const onCancelled = vi.fn();
  show(<CancelDialog entry={entry} code={undefined} onClose={() => undefined} onCancelled={onCancelled} />);
  await person.click(screen.getByRole("checkbox", { name: /^Tout/ }));
  await person.click(screen.getByRole("radio", { name: "Le client a changé d’avis" }));
  const logIn = async () => {
    await person.type(screen.getByLabelText(/^Adresse e-mail/), " chef@example.org ");
    await person.type(screen.getByLabelText(/^Mot de passe/, { selector: "input" }), "secret");
    await person.click(button());
  };
  return { entry, till, person, calls, onCancelled, logIn };
}

const button = () => screen.getByRole("button", { name: /^Annuler 21,00/ });

test("within five minutes a volunteer cancels alone", async () => {
  const { person, calls, onCancelled } = await laterOn(5, "manager");
  expect(screen.queryByText("Demandez à un gestionnaire")).toBeNull();
  await person.click(button());
  await waitFor(() => expect(onCancelled).toHaveBeenCalledOnce());
  expect(calls.map(({ url }) => url)).toEqual([expect.stringMatching(/cancel$/)]);
  expect(calls[0]?.request.headers.get("Authorization")).toBe("Bearer own");
});

test("after five minutes a manager confirms at the till, and the volunteer stays who works there", async () => {
  const { entry, till, calls, onCancelled, logIn } = await laterOn(5.1, "manager");
  expect(screen.getByText("Demandez à un gestionnaire")).toBeDefined();
  expect(button()).toHaveProperty("disabled", true);
  await logIn();
  await waitFor(() => expect(onCancelled).toHaveBeenCalledOnce());
  expect(calls.map(({ url }) => url)).toEqual([
    "/auth/login",
    `/tickets/${entry.ticket.ticket_id}/cancel`,
    "/auth/logout",
  ]);
  const [login, cancel, logout] = calls;
  expect(login?.body).toEqual({ email: "chef@example.org", password: "secret" });
  expect(cancel?.body).toEqual({
    reason: "customer_changed_mind",
    comment: null,
    refund_method: null,
    refund_session_id: till.session().sessionId,
  });
  for (const call of [cancel, logout])
    expect(call?.request.headers.get("Authorization")).toBe("Bearer theirs");
  // A cookie would make the manager the one who works here.
  for (const call of [login, logout]) expect(call?.request.credentials).toBe("omit");
  expect(session.identity.get()).toMatchObject({ id: "1", role: "volunteer" });
  expect(till.state.get().ledger[0]?.cancelled).toBeDefined();
  expect(onCancelled.mock.calls[0]?.[0].title).toMatch(/^Rendez le chèque de 21,00/);
});

test("another volunteer's word does not do: nothing is cancelled", async () => {
  const { till, calls, onCancelled, logIn } = await laterOn(5.1, "volunteer");
  await logIn();
  expect(await screen.findByText("Ce compte n’est pas celui d’un gestionnaire.")).toBeDefined();
  expect(calls.map(({ url }) => url)).toEqual(["/auth/login", "/auth/logout"]);
  expect(onCancelled).not.toHaveBeenCalled();
  expect(till.state.get().ledger[0]?.cancelled).toBeUndefined();
});
