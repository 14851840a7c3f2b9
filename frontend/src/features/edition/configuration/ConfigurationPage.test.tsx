import { MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { cleanup, configure, fireEvent, render, screen, waitFor } from "@testing-library/react";
import { afterEach, expect, test, vi } from "vitest";
import { useStore } from "@/lib/store";
import { ConfirmDialog } from "@/ui/dialog/ConfirmDialog";
import { asked } from "@/ui/dialog/confirm";
import { ConfigurationPage } from "./ConfigurationPage";

const notify = vi.hoisted(() => ({ notifyProblem: vi.fn(), notifyDone: vi.fn() }));
vi.mock("@/ui/notice/notify", () => notify);
vi.mock("@tanstack/react-router", () => ({ useParams: () => ({ editionId: "e1" }) }));

// Calendars are slow to draw on a busy machine.
configure({ asyncUtilTimeout: 10_000 });
vi.setConfig({ testTimeout: 60_000 });

afterEach(() => {
  cleanup();
  asked.get()?.settle(false);
  vi.unstubAllGlobals();
});

const EDITION = {
  id: "e1",
  name: "Automne 2025",
  code: "A2025",
  starts_at: "2025-11-04T23:00:00.000Z",
  ends_at: "2025-11-15T22:59:59.000Z",
  sale_hours: [],
  return_hours_members: { starts_at: "17:00", ends_at: "18:00" },
  return_hours_standard: { starts_at: "18:30", ends_at: "19:30" },
  member_list_fee_cents: 100,
  family_pair_fee_cents: 500,
  status: "registrations_open",
  updated_at: "2025-09-01T10:00:00Z",
  declaration_deadline: "2025-10-15T21:59:59.000Z",
  deposit_days: ["2025-11-05", "2025-11-07"],
  sale_days: ["2025-11-08", "2025-11-09"],
  return_day: "2025-11-10",
  commission_bp: 2_000,
  private_sale: null,
  price_step_cents: 100,
  resident_postal_codes: [],
  import_max_rows: 500,
  accept_whole_lists: true,
  extended_numbers: false,
  label_layout: "cut-70x74",
  separator_pages: true,
};

function Question() {
  const question = useStore(asked);
  return question === undefined ? null : <ConfirmDialog question={question} />;
}

/** The configuration of an edition with two depositors. */
async function show(registrations = 200) {
  const sent: unknown[] = [];
  vi.stubGlobal("fetch", async (request: Request) => {
    if (request.url.includes("/registrations") && registrations !== 200)
      return Response.json({ code: "internal", detail: "Une panne." }, { status: registrations });
    if (request.url.includes("/registrations"))
      return Response.json({ items: [{}, {}], per_page: 200, total: 2 });
    if (request.method === "PUT") sent.push(await request.json());
    return Response.json(EDITION);
  });
  render(
    <MantineProvider env="test">
      <QueryClientProvider client={new QueryClient({ defaultOptions: { queries: { retry: false } } })}>
        <ConfigurationPage />
        <Question />
      </QueryClientProvider>
    </MantineProvider>,
  );
  await screen.findByRole("button", { name: "Enregistrer" });
  return sent;
}

// As by the keyboard: of two clicks in one place the second may be a slip, and these have no other place.
const press = (name: string) => fireEvent.click(screen.getByRole("button", { name }));
const tellThem = () => fireEvent.click(screen.getByLabelText(/^Prévenir les déposants par e-mail/));

async function returnOneDayLater(): Promise<void> {
  fireEvent.click(screen.getByLabelText(/^Dernier jour de restitution/));
  fireEvent.click(await screen.findByRole("button", { name: "11 novembre 2025" }));
}

test.each([
  { says: "no", button: "Annuler", sends: [] },
  {
    says: "yes",
    button: "Enregistrer et prévenir",
    sends: [{ return_day: "2025-11-11", confirm_notify: true }],
  },
])(
  "before everybody is written to it is asked, with what they are told: $says",
  async ({ button, sends }) => {
    const sent = await show();
    tellThem();
    await returnOneDayLater();
    press("Enregistrer");
    const question = await screen.findByRole("dialog", { name: "Prévenir 2 déposants" });
    expect(question.textContent).toContain(
      "Restitution des invendus : lundi 10 novembre, de 18\u00a0h\u00a030 à 19\u00a0h\u00a030 → mardi 11 novembre, de 18\u00a0h\u00a030 à 19\u00a0h\u00a030",
    );
    expect(sent).toEqual([]);
    press(button);
    await waitFor(() => expect(screen.queryByRole("dialog", { name: /^Prévenir/ })).toBeNull());
    await waitFor(() => expect(sent).toMatchObject(sends));
  },
);

test.each([
  ["nobody is to be told", returnOneDayLater, false],
  ["no date changes", tellThem, true],
])("when %s nothing is asked", async (_, change, confirm_notify) => {
  const sent = await show();
  await change();
  press("Enregistrer");
  await waitFor(() => expect(sent).toMatchObject([{ confirm_notify }]));
  expect(asked.get()).toBeUndefined();
});

test("nobody is written to while it cannot be said how many they are", async () => {
  const sent = await show(500);
  tellThem();
  await returnOneDayLater();
  press("Enregistrer");
  await waitFor(() => expect(notify.notifyProblem).toHaveBeenCalledOnce());
  expect(asked.get()).toBeUndefined();
  expect(sent).toEqual([]);
});

test("once the sale is over only what the edition says of itself is sent", async () => {
  const sent: unknown[] = [];
  vi.stubGlobal("fetch", async (request: Request) => {
    if (request.method === "PATCH") sent.push(await request.json());
    return Response.json({ ...EDITION, status: "settlement" });
  });
  render(
    <MantineProvider env="test">
      <QueryClientProvider client={new QueryClient({ defaultOptions: { queries: { retry: false } } })}>
        <ConfigurationPage />
      </QueryClientProvider>
    </MantineProvider>,
  );
  fireEvent.change(await screen.findByLabelText("Lieu"), { target: { value: "Gymnase" } });
  press("Enregistrer");
  await waitFor(() => expect(sent).toMatchObject([{ place: "Gymnase", name: "Automne 2025", code: null }]));
  expect(sent[0]).not.toHaveProperty("deposit_days");
});
