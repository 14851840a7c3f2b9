import { MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { cleanup, render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, expect, test, vi } from "vitest";
import type { LiveFigures as Live } from "@/domain/editions";
import { session } from "@/lib/server/session";
import { closeTill } from "./api";
import { LiveFigures } from "./LiveFigures";

vi.mock("./api", async (original) => ({ ...(await original<object>()), closeTill: vi.fn() }));

afterEach(() => {
  cleanup();
  session.forget();
  vi.unstubAllGlobals();
});

type Till = Live["tills"][number];

const till = (changes: Partial<Till>): Till => ({
  session_id: "session-3",
  register_number: 3,
  seller: "Camille M.",
  state: "open",
  counted: false,
  opened_at: "2025-11-08T08:00:00.000Z",
  last_seen_at: "2025-11-08T09:00:00.000Z",
  tickets: 4,
  takings_cents: 2_300,
  ...changes,
});

const figures = (one: Till, takings: Live["takings"], sales_cents: number) =>
  ({
    articles_sold: 4,
    articles_offered: 10,
    sold_bp: 4_000,
    takings_cents: 2_300,
    tickets: 4,
    takings,
    hours: [{ from: "2025-11-08T08:00:00.000Z", articles: 4, sales_cents }],
    tills: [one],
    top_lists: [],
  }) as unknown as Live;

function show(one: Till, takings: Live["takings"] = { cash: 2_300, card: 0, cheque: 0 }, salesCents = 2_300) {
  const user = { id: "1", role: "manager", email: "", first_name: "", last_name: "" } as const;
  session.adopt({ access_token: "own", expires_in: 900, user });
  // Nobody answers, unless a test says what.
  vi.stubGlobal("fetch", () => new Promise(() => undefined));
  const client = new QueryClient();
  const page = (which: Till) => (
    <MantineProvider env="test">
      <QueryClientProvider client={client}>
        <LiveFigures figures={figures(which, takings, salesCents)} />
      </QueryClientProvider>
    </MantineProvider>
  );
  const { rerender } = render(page(one));
  return { become: (which: Till) => rerender(page(which)), person: userEvent.setup({ delay: null }) };
}

test("what a count came to stays until it was read, and stands in the row of the till", async () => {
  const { become, person } = show(till({}));
  const nothing = { cash: 0, card: 0, cheque: 0 };
  const cash = { ...nothing, cash: 26_200 };
  const differences = { ...nothing, cash: -26_200 };
  const session = { opened_at: "2025-11-08T08:00:00.000Z", closed_at: "2025-11-08T18:00:00.000Z" };
  const summary = {
    ...{
      session,
      takings: cash,
      refunds: nothing,
      pieces: { card: 0, cheque: 0 },
      comment: "tablette perdue",
    },
    closing: { expected: cash, counted: nothing, differences, unsent: 0 },
  };
  vi.mocked(closeTill).mockResolvedValue(summary as never);
  const open = { session: { opening_float_cents: 5_000 }, pieces: { card: 0, cheque: 2 } };
  const closed = () => vi.mocked(closeTill).mock.calls.length > 0;
  vi.stubGlobal("fetch", async () => Response.json(closed() ? summary : open));
  await person.click(screen.getByRole("button", { name: /^Compter et fermer la caisse 3/ }));
  const dialog = await screen.findByRole("dialog");
  await within(dialog).findByText("2 chèques à retrouver");
  for (const field of within(dialog).getAllByLabelText(/montant compté/)) await person.type(field, "0");
  await person.type(within(dialog).getByLabelText(/Pourquoi/), "tablette perdue");
  await person.click(within(dialog).getByRole("button", { name: "Fermer la caisse" }));
  await within(dialog).findByText("La caisse 3 est fermée.");
  become(till({ state: "closed", counted: true }));
  expect(dialog.textContent).toMatch(/Manque 262,00/);
  await person.click(within(dialog).getByRole("button", { name: "Terminé" }));
  expect((await screen.findByRole("status")).textContent).toMatch(/Il manque 262,00.*tablette perdue/);
});

test("a till that was taken over is to be counted", async () => {
  const { person } = show(till({ state: "closed" }));
  expect(screen.getByText("À compter")).toBeDefined();
  await person.click(screen.getByRole("button", { name: "Compter la caisse 3, Camille M." }));
  await screen.findByRole("button", { name: "Enregistrer le comptage" });
});

test("what was taken has a card for each way to pay, cheques too", () => {
  show(till({}), { cash: 1_200, card: 300, cheque: 850 });
  const sum = (name: string) => screen.getByText(name).nextElementSibling?.textContent;
  expect(sum("Espèces")).toMatch(/^12,00/);
  expect(sum("Carte")).toMatch(/^3,00/);
  expect(sum("Chèques")).toMatch(/^8,50/);
});

test("money that no counted sale explains is named beside the hours", () => {
  show(till({}));
  expect(screen.queryByText(/de différence/)).toBeNull();
  cleanup();
  show(till({}), undefined, 2_000);
  expect(screen.getByText(/de différence/).textContent).toMatch(/20,00.*23,00.*3,00/);
});
