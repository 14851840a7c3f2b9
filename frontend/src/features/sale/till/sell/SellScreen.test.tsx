import { MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { act, cleanup, configure, fireEvent, render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { Suspense } from "react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { LockScreen } from "@/features/sale/till/lock/LockScreen";
import { ScanPlace } from "@/features/sale/till/scan/ScanPlace";
import { CancelDialog } from "@/features/sale/till/tickets/CancelDialog";
import { TicketsDrawer } from "@/features/sale/till/tickets/TicketsDrawer";
import { TillContext } from "@/features/sale/till/till-context";
import { useStore } from "@/lib/store";
import { TillDatabase } from "@/offline/database";
import { ANOTHER, aSession, GENUINE, HallServer } from "@/offline/hall";
import { Exchange } from "@/offline/sync/exchange";
import { Till } from "@/offline/till/till";
import { ConfirmDialog } from "@/ui/dialog/ConfirmDialog";
import { asked } from "@/ui/dialog/confirm";
import { LIFE_MS } from "@/ui/dialog/tap-shield";
import { SellScreen } from "./SellScreen";

const sounds = vi.hoisted(() => ({ beepAccepted: vi.fn(), beepRefused: vi.fn(), beepPaid: vi.fn() }));
vi.mock("@/features/sale/till/sounds", () => sounds);
// It asks the server by itself.
vi.mock("./DoubleSales", () => ({ DoubleSales: () => null }));
vi.mock("@tanstack/react-router", () => ({ useNavigate: () => () => undefined, Link: () => null }));

const LABEL = `${GENUINE.code}-${GENUINE.price}-${GENUINE.check}`;
const OTHER = `${ANOTHER.code}-${ANOTHER.price}-${ANOTHER.check}`;

// Parts of the screen are fetched when they are first needed; a busy machine takes its time.
configure({ asyncUtilTimeout: 10_000 });
vi.setConfig({ testTimeout: 60_000 });

let database: TillDatabase;
let till: Till;
let server: HallServer;
let exchange: Exchange;
let clock = 10_000;
let names = 0;

beforeEach(async () => {
  names += 1;
  database = new TillDatabase(`screen-${names}`);
  till = await Till.restore(database);
  server = new HallServer();
  exchange = new Exchange(till, server, server.reachable);
  await till.begin(await aSession());
});

afterEach(() => {
  cleanup();
  asked.get()?.settle(false);
  database.close();
  vi.clearAllMocks();
});

function Question() {
  const question = useStore(asked);
  return question === undefined ? null : <ConfirmDialog question={question} />;
}

function show(what = <SellScreen onClose={() => undefined} />) {
  render(
    <MantineProvider env="test">
      <QueryClientProvider client={new QueryClient()}>
        <TillContext value={{ till, exchange }}>
          <ScanPlace>
            <Suspense>{what}</Suspense>
          </ScanPlace>
        </TillContext>
        <Question />
      </QueryClientProvider>
    </MantineProvider>,
  );
  return userEvent.setup({ delay: null });
}

/** A scanner's keys, ten milliseconds apart by their own times, wherever the focus is. */
async function scan(text: string, end = "Enter"): Promise<void> {
  clock += 10_000;
  await act(async () => {
    for (const key of [...text, ...(end === "" ? [] : [end])]) {
      clock += 10;
      const target = document.activeElement ?? document.body;
      const event = new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true });
      Object.defineProperty(event, "timeStamp", { value: clock });
      const goesOn = target.dispatchEvent(event);
      // What a browser does with a key that nobody stopped.
      if (!goesOn) continue;
      if (key === "Enter" && target instanceof HTMLButtonElement) target.click();
      if (key.length === 1 && target instanceof HTMLInputElement && target.type !== "checkbox") {
        Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value")?.set?.call(
          target,
          target.value + key,
        );
        target.dispatchEvent(new Event("input", { bubbles: true }));
      }
    }
  });
}

const codes = () => till.state.get().basket.lines.map((line) => line.code);
const inTicket = (...expected: string[]) => waitFor(() => expect(codes()).toEqual(expected));
const field = () => screen.getByLabelText(/Scanner une étiquette/);
const sold = () => [...server.recorded.values()].map(({ lines }) => lines.map((line) => line.code));

test.each(["Enter", "Tab"])(
  "a label that ends with %s is in the ticket, and the field is empty",
  async (end) => {
    show();
    await scan(LABEL, end);
    await inTicket(GENUINE.code);
    expect(field()).toHaveProperty("value", "");
    await waitFor(() => expect(sounds.beepAccepted).toHaveBeenCalledOnce());
  },
);

test.each([1, 12])("a label whose keys came with a pause after %i of them is read whole", async (keys) => {
  show();
  await scan(LABEL.slice(0, keys), "");
  await scan(LABEL.slice(keys));
  await inTicket(GENUINE.code);
  expect(field()).toHaveProperty("value", "");
});

test("labels that run together are both in the ticket", async () => {
  show();
  await scan(LABEL + OTHER);
  await inTicket(GENUINE.code, ANOTHER.code);
});

test("a manufacturer's code is refused aloud, and the good news of the label before is gone", async () => {
  show();
  await scan(LABEL);
  await inTicket(GENUINE.code);
  await scan("9782070408504");
  expect(await screen.findByText("Ce code-barres n’est pas une étiquette de la bourse")).toBeDefined();
  expect(sounds.beepRefused).toHaveBeenCalledOnce();
  expect(document.querySelector("[data-tone=good]")).toBeNull();
  expect(codes()).toEqual([GENUINE.code]);
});

test("what is scanned while the customer pays is added to what is paid", async () => {
  const person = show();
  await scan(LABEL);
  await inTicket(GENUINE.code);
  await person.keyboard("{F2}");
  await screen.findByRole("dialog", { name: "Paiement" });
  await scan(OTHER);
  await inTicket(GENUINE.code, ANOTHER.code);
  const sum = (GENUINE.price + ANOTHER.price) / 100;
  expect(screen.getByLabelText("À payer").textContent).toMatch(new RegExp(`^${sum},00`));
  await person.click(screen.getByRole("button", { name: /^Encaisser/ }));
  await waitFor(() => expect(sold()).toEqual([[GENUINE.code, ANOTHER.code]]));
});

test("a foreign code scanned while the customer pays takes nothing and is refused aloud", async () => {
  const person = show();
  await scan(LABEL);
  await inTicket(GENUINE.code);
  await person.keyboard("{F2}");
  await screen.findByRole("dialog", { name: "Paiement" });
  await scan("3701234567890");
  await waitFor(() => expect(sounds.beepRefused).toHaveBeenCalledOnce());
  expect(screen.getByLabelText("Montant donné par le client")).toHaveProperty("value", "");
  expect(sold()).toEqual([]);
});

test("what is scanned while the answer is on its way is in the next ticket", async () => {
  const person = show();
  let answer = () => {};
  const held = new Promise<void>((resolve) => {
    answer = resolve;
  });
  const sell = server.sell.bind(server);
  vi.spyOn(server, "sell").mockImplementation(async (...sale) => {
    await held;
    return sell(...sale);
  });
  await scan(LABEL);
  await inTicket(GENUINE.code);
  await person.keyboard("{F3}");
  await person.click(await screen.findByRole("button", { name: /^Encaisser/ }));
  await scan(OTHER);
  await inTicket(GENUINE.code, ANOTHER.code);
  answer();
  await inTicket(ANOTHER.code);
  expect(sold()).toEqual([[GENUINE.code]]);
  expect(await screen.findByText("Ticket payé")).toBeDefined();
});

test("what was scanned meanwhile is put aside when the sale is refused: it is the next customer's", async () => {
  const person = show();
  let answer = () => {};
  const held = new Promise<void>((resolve) => {
    answer = resolve;
  });
  vi.spyOn(server, "sell").mockImplementation(async () => {
    await held;
    return { kind: "refused", code: "lines_not_sellable", message: "Déjà vendu.", lines: [] };
  });
  await scan(LABEL);
  await inTicket(GENUINE.code);
  await person.keyboard("{F3}");
  await person.click(await screen.findByRole("button", { name: /^Encaisser/ }));
  await scan(OTHER);
  await inTicket(GENUINE.code, ANOTHER.code);
  answer();
  expect(await screen.findByText("N’encaissez pas : rien n’a été vendu")).toBeDefined();
  expect(codes()).toEqual([GENUINE.code]);
  expect(till.state.get().aside.map(({ lines }) => lines.map(({ code }) => code))).toEqual([[ANOTHER.code]]);
});

const BREAKDOWNS = {
  "the device cannot write": () =>
    vi.spyOn(IDBObjectStore.prototype, "put").mockImplementation(() => {
      throw new DOMException("The disk is full", "QuotaExceededError");
    }),
  "selling breaks down": () => vi.spyOn(exchange, "sell").mockRejectedValue(new Error("unforeseen")),
};

test.each(Object.entries(BREAKDOWNS))(
  "when %s nothing is called sold, and the same money is taken again",
  async (_, breakDown) => {
    const person = show();
    await scan(LABEL);
    await inTicket(GENUINE.code);
    await person.keyboard("{F3}");
    const take = await screen.findByRole("button", { name: /^Encaisser/ });
    const broken = breakDown();
    fireEvent.click(take);
    expect(await screen.findAllByText(/^Rien n’a été vendu : cet appareil n’a pas pu écrire/)).toBeDefined();
    expect(screen.queryByText(/payé/)).toBeNull();
    expect(sounds.beepPaid).not.toHaveBeenCalled();
    expect(sounds.beepRefused).toHaveBeenCalledOnce();
    expect([sold(), codes()]).toEqual([[], [GENUINE.code]]);
    broken.mockRestore();
    fireEvent.click(screen.getByRole("button", { name: /^Encaisser/ }));
    await waitFor(() => expect(sold()).toEqual([[GENUINE.code]]));
    expect(await screen.findByText(/^Ticket n° 1 payé/)).toBeDefined();
  },
);

test("where nothing is sold a scan is refused aloud", async () => {
  show(<button type="button">Fermer la caisse</button>);
  screen.getByRole("button").focus();
  await scan(LABEL);
  expect(sounds.beepRefused).toHaveBeenCalledOnce();
  expect(codes()).toEqual([]);
});

test("a scan answers no question: the article is in the ticket and the question is gone", async () => {
  const person = show();
  await scan(LABEL);
  await inTicket(GENUINE.code);
  await person.keyboard("{F4}");
  await person.type(await screen.findByLabelText("Montant en chèque"), "1{Enter}");
  await person.click(screen.getByRole("button", { name: "Retour" }));
  const yes = await screen.findByRole("button", { name: /C’est rendu/ });
  yes.focus();
  await scan(OTHER);
  await inTicket(GENUINE.code, ANOTHER.code);
  expect(asked.get()).toBeUndefined();
  expect(screen.getByRole("list", { name: "Déjà donné" })).toBeDefined();
});

/** A tap right behind a dialog that goes is taken for the second one of a double tap, wherever it was: people are slower. */
const unhurried = () => new Promise((after) => setTimeout(after, LIFE_MS));

test("the change stands in the place of the total until the next scan, and can be read again", async () => {
  const person = show();
  await scan(LABEL);
  await inTicket(GENUINE.code);
  await person.keyboard("{F2}");
  await person.type(await screen.findByLabelText("Montant donné par le client"), "20{Enter}");
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  expect(screen.getByLabelText("À rendre").textContent).toMatch(/^15,00/);
  await scan(OTHER);
  await inTicket(ANOTHER.code);
  expect(screen.queryByLabelText("À rendre")).toBeNull();
  await unhurried();
  await person.click(screen.getByRole("button", { name: /^Dernier ticket/ }));
  expect(screen.getByLabelText("À rendre").textContent).toMatch(/^15,00/);
});

test("a line that was taken out says so and comes back, by the cross and by Escape alike", async () => {
  const person = show();
  await unhurried();
  for (const takeOut of [
    () => person.click(screen.getByRole("button", { name: new RegExp(`^Retirer ${GENUINE.code}`) })),
    () => person.keyboard("{Escape}"),
  ]) {
    if (codes().length === 0) await scan(LABEL);
    await inTicket(GENUINE.code);
    await takeOut();
    await inTicket();
    expect(await screen.findByText(/^Retiré/)).toBeDefined();
    await person.click(screen.getByRole("button", { name: "Remettre" }));
    await inTicket(GENUINE.code);
  }
});

test("Enter behind a word adds the only hit, and goes into the list when there are several", async () => {
  const articles = ["Gigoteuse rose", "Gigoteuse bleue"].map((description, index) => ({
    code: `A2025-L9-A0${index + 1}`,
    list_number: 9,
    line: index + 1,
    description,
    size: "",
    price_cents: 2000,
    status: "on_sale",
  }));
  await till.keepCatalogue(articles, "1", true);
  const person = show();
  fireEvent.change(field(), { target: { value: "gigoteuse" } });
  await person.keyboard("{Enter}");
  expect(codes()).toEqual([]);
  expect(await screen.findByText("2 articles pour « gigoteuse »")).toBeDefined();
  fireEvent.change(field(), { target: { value: "gigoteuse bleue" } });
  await person.keyboard("{Enter}");
  await inTicket("A2025-L9-A02");
  expect(screen.getByRole("listitem").textContent).toContain("sans étiquette");
});

test("a locked till answers a scan with the low beep and a sentence", async () => {
  await till.lock();
  show(<LockScreen onChangeSeller={() => undefined} />);
  await scan(LABEL);
  expect(screen.getByRole("alert").textContent).toContain("dans aucun ticket");
  expect(sounds.beepRefused).toHaveBeenCalledOnce();
  expect(codes()).toEqual([]);
});

test("sales that wait can be saved from a locked till", async () => {
  await till.scanLabel(GENUINE.code, GENUINE.price, GENUINE.check);
  await till.writeSale("queued", till.state.get().basket.lines, [
    { method: "cash", amount_cents: GENUINE.price },
  ]);
  await till.lock();
  show(<LockScreen onChangeSeller={() => undefined} />);
  expect(screen.getByRole("button", { name: /Sauver les ventes dans un fichier/ })).toBeDefined();
});

test("in the list of tickets a scan finds the ticket and presses nothing", async () => {
  await till.scanLabel(GENUINE.code, GENUINE.price, GENUINE.check);
  await exchange.sell(till.state.get().basket.lines, [{ method: "cash", amount_cents: GENUINE.price }]);
  const onClose = vi.fn();
  show(<TicketsDrawer onClose={onClose} onCancelled={() => undefined} />);
  const [close] = await screen.findAllByRole("button");
  close?.focus();
  await scan(OTHER);
  expect(await screen.findByText(/n’a pas été vendu à cette caisse/)).toBeDefined();
  await scan(LABEL);
  expect(await screen.findAllByRole("listitem")).toHaveLength(1);
  expect(onClose).not.toHaveBeenCalled();
});

test("a cancellation has nothing ticked; a scan ticks its article and presses nothing", async () => {
  await till.scanLabel(GENUINE.code, GENUINE.price, GENUINE.check);
  await exchange.sell(till.state.get().basket.lines, [{ method: "cash", amount_cents: GENUINE.price }]);
  const entry = till.state.get().ledger.at(-1);
  if (entry === undefined) throw new Error("nothing was sold");
  const onClose = vi.fn();
  show(<CancelDialog entry={entry} code={undefined} onClose={onClose} onCancelled={() => undefined} />);
  const keep = await screen.findByRole("button", { name: "Garder la vente" });
  expect(screen.queryAllByRole("checkbox", { checked: true })).toEqual([]);
  keep.focus();
  await scan(OTHER);
  expect(await screen.findByText(/n’est pas dans ce ticket/)).toBeDefined();
  await scan(LABEL);
  expect(await screen.findAllByRole("checkbox", { checked: true })).toHaveLength(2);
  expect(onClose).not.toHaveBeenCalled();
});
