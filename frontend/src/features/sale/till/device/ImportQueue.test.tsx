import { MantineProvider } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { cleanup, configure, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { TillEdition } from "@/features/sale/till/api";
import { network } from "@/lib/server/network";
import { Toasts } from "@/ui/notice/Toasts";
import { ImportQueue } from "./ImportQueue";
import { saveQueue } from "./save-queue";

// Notices are fetched with the first of them; a busy machine takes its time.
configure({ asyncUtilTimeout: 10_000 });

const ticket = (sequence: number) => ({ ticket_id: `t${sequence}`, sequence, lines: [], payments: [] });

const AUTUMN: TillEdition = { id: "autumn", name: "Automne 2025", status: "settlement", isTraining: false };
const SPRING: TillEdition = { id: "spring", name: "Printemps 2026", status: "sale", isTraining: false };

/** What the server was sent, and what it says of each ticket; undefined while nobody answers. */
const server = { taken: [] as [string, unknown][], status: "recorded" as string | undefined };

beforeEach(() => {
  Object.assign(server, { taken: [], status: "recorded" });
  vi.stubGlobal("fetch", async (request: Request) => {
    if (server.status === undefined) throw new TypeError("Failed to fetch");
    const { tickets } = (await request.json()) as { tickets: { ticket_id: string }[] };
    server.taken.push([new URL(request.url).pathname, tickets]);
    const results = tickets.map(({ ticket_id }) => ({ ticket_id, status: server.status }));
    return Response.json({ results, expected: [] });
  });
});

afterEach(() => {
  cleanup();
  notifications.clean();
  network.set(true);
  vi.unstubAllGlobals();
});

function show(...editions: TillEdition[]) {
  render(
    <MantineProvider env="test">
      <QueryClientProvider client={new QueryClient()}>
        <ImportQueue editions={editions} />
        <Toasts />
      </QueryClientProvider>
    </MantineProvider>,
  );
  return userEvent.setup({ delay: null });
}

const fileOf = (content: string) => new File([content], "caisse-1.json", { type: "application/json" });

function picker(): HTMLInputElement {
  const input = document.querySelector<HTMLInputElement>("input[type=file]");
  if (input === null) throw new Error("no file can be chosen");
  return input;
}

/** The text of the file that a till writes of these tickets. */
async function saved(...tickets: unknown[]): Promise<string> {
  const made = vi.spyOn(URL, "createObjectURL").mockReturnValue("blob:");
  saveQueue(tickets, 1);
  const [content] = made.mock.calls[0] ?? [];
  return (content as Blob).text();
}

test("what a till saved is sent to the edition, and counted", async () => {
  const person = show(AUTUMN);
  await person.upload(picker(), fileOf(await saved(ticket(1), ticket(2))));
  expect(await screen.findByText("2 tickets reçus.")).toBeDefined();
  expect(server.taken).toEqual([["/api/v1/editions/autumn/tickets/sync", [ticket(1), ticket(2)]]]);
});

test("what the server keeps apart, as of an edition that is closed, is told", async () => {
  server.status = "quarantined";
  const person = show(AUTUMN);
  await person.upload(picker(), fileOf(await saved(ticket(1))));
  expect(await screen.findByText("1 ticket reçu, dont 1 mis à part pour un gestionnaire.")).toBeDefined();
});

test("with several editions somebody says first whose sales these are", async () => {
  const person = show(AUTUMN, SPRING);
  expect(screen.getByRole("button", { name: "Recevoir un fichier" })).toHaveProperty("disabled", true);
  await person.selectOptions(screen.getByLabelText("Ces ventes sont de"), "Printemps 2026");
  expect(screen.getByRole("button", { name: "Recevoir un fichier" })).toHaveProperty("disabled", false);
  await person.upload(picker(), fileOf(await saved(ticket(1))));
  expect(await screen.findByText("1 ticket reçu.")).toBeDefined();
  expect(server.taken).toEqual([["/api/v1/editions/spring/tickets/sync", [ticket(1)]]]);
});

test("a long queue is sent in parts, in its order", async () => {
  const all = Array.from({ length: 150 }, (_, index) => ticket(index + 1));
  const person = show(AUTUMN);
  await person.upload(picker(), fileOf(await saved(...all)));
  expect(await screen.findByText("150 tickets reçus.")).toBeDefined();
  expect(server.taken.map(([, tickets]) => tickets)).toEqual([all.slice(0, 100), all.slice(100)]);
});

test.each([
  ["cut off", '{"tickets":[{"ticket_id":"t1","lin'],
  ["of another program", '{"articles":[]}'],
  ["with something else than tickets in it", '{"tickets":[{"ticket_id":"t1"},null]}'],
])("a file %s is refused in a sentence, and nothing is sent", async (_, content) => {
  const person = show(AUTUMN);
  await person.upload(picker(), fileOf(content));
  expect((await screen.findByRole("alert")).textContent).toContain("Ce fichier ne vient pas d’une caisse.");
  expect(server.taken).toEqual([]);
});

test("a file that found no server can be chosen again", async () => {
  server.status = undefined;
  const person = show(AUTUMN);
  const file = fileOf(await saved(ticket(1)));
  await person.upload(picker(), file);
  expect((await screen.findByRole("alert")).textContent).toContain("Le serveur ne répond pas");
  server.status = "recorded";
  await person.upload(picker(), file);
  expect(await screen.findByText("1 ticket reçu.")).toBeDefined();
  expect(screen.queryByText(/Le serveur ne répond pas/)).toBeNull();
});
