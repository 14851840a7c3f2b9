import {
  act,
  cleanup,
  configure,
  createEvent,
  fireEvent,
  screen,
  waitFor,
  within,
} from "@testing-library/react";
import { afterEach, expect, test, vi } from "vitest";
import { standAtDesk } from "@/features/deposit/desk/stage";
import { DeskHall } from "@/offline/desk/hall";
import { importKey, labelCheck } from "@/offline/ticket/signing";
import { asked } from "@/ui/dialog/confirm";
import { LIFE_MS } from "@/ui/dialog/tap-shield";

const sounds = vi.hoisted(() => ({ beepAccepted: vi.fn(), beepRefused: vi.fn(), beepPaid: vi.fn() }));
vi.mock("@/features/sale/till/sounds", () => sounds);
const notices = vi.hoisted(() => ({ notifyDone: vi.fn(), notifyProblem: vi.fn() }));
vi.mock("@/ui/notice/notify", () => notices);

configure({ asyncUtilTimeout: 10_000 });
vi.setConfig({ testTimeout: 60_000 });

afterEach(() => {
  cleanup();
  asked.get()?.settle(false);
  vi.clearAllMocks();
});

const wait = (ms: number) => act(() => new Promise((done) => setTimeout(done, ms)));

/** Times travel with the keys, however long a busy machine takes for each. */
let at = 10_000;

function keyDown(target: Element, init: { key: string; code?: string }): void {
  const event = createEvent.keyDown(target, init);
  Object.defineProperty(event, "timeStamp", { value: at });
  fireEvent(target, event);
}

/** A person's key: nothing follows for a while. */
async function press(key: string, code = ""): Promise<void> {
  at += 1_000;
  keyDown(document.activeElement ?? document.body, { key, code });
  // A busy machine is heard out three times before a key counts.
  await wait(450);
}

/** A scanner's keys, one right after the other. */
async function scan(text: string, end = "Enter"): Promise<void> {
  at += 1_000;
  for (const key of [...text, ...(end === "" ? [] : [end])]) {
    at += 8;
    keyDown(document.body, { key });
  }
  await wait(450);
}

const KEY = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8";
async function labelOf(code: string, cents: number): Promise<string> {
  return `${code}-${cents}-${await labelCheck(await importKey(KEY), code, cents)}`;
}

const count = () => screen.getByRole("status", { name: "Compte de la liste" }).textContent;
const inHand = () => within(screen.getByRole("region", { name: "Ligne en main" }));
const verdicts = () =>
  within(screen.getByRole("region", { name: "Lignes" }))
    .getAllByRole("listitem")
    .map((line) => /Accepté|Refusé|Non apporté|À faire/.exec(line.textContent ?? "")?.[0]);
const kinds = (server: DeskHall) => [...server.taken.values()].map(({ kind }) => kind);

test("a list by keyboard alone: accept, refuse by a shifted digit, undo, not brought, finish, next list", async () => {
  const { server } = await standAtDesk();
  await press("a");
  expect(verdicts()).toEqual(["Accepté", "À faire", "À faire"]);
  await press("r");
  await press("é", "Digit2");
  expect(verdicts()).toEqual(["Accepté", "Refusé", "À faire"]);
  await press("u");
  expect(verdicts()).toEqual(["Accepté", "À faire", "À faire"]);
  expect(inHand().getByText(/Ligne 2 sur 3/)).toBeTruthy();
  await press("n");
  expect(count()).toContain("1 non apporté");
  await press("Enter");
  expect(count()).toMatch(/^2 acceptés.*0 à faire4\s€ acceptés$/);
  expect(kinds(server)).toEqual(["list_start", "accept", "refuse", "undo", "not_brought", "accept"]);
  const finish = screen.getByRole("button", { name: "Terminer la liste" });
  expect(document.activeElement).toBe(finish);
  fireEvent.click(finish);
  await waitFor(() => screen.getByText("Pas encore coché : identité, enveloppe."));
  await wait(LIFE_MS);
  fireEvent.click(screen.getByRole("button", { name: "Terminer quand même" }));
  await waitFor(() => screen.getByRole("button", { name: /Liste 245 – terminée/ }));
  expect(notices.notifyDone).toHaveBeenCalledWith(expect.stringContaining("Voici la liste 246"));
  expect(kinds(server).at(-1)).toBe("list_finish");
});

test("who is quick is at the next line before the first is written down", async () => {
  const { desk } = await standAtDesk();
  const decide = vi.spyOn(desk, "decide");
  fireEvent.click(inHand().getByRole("button", { name: "Accepter" }));
  fireEvent.click(inHand().getByRole("button", { name: "Accepter" }));
  await waitFor(() => expect(verdicts()).toEqual(["Accepté", "Accepté", "À faire"]));
  expect(decide).toHaveBeenCalledTimes(2);
});

test("finishing says what is missing, and shows it", async () => {
  await standAtDesk();
  await press("ArrowDown");
  await press("a");
  fireEvent.click(screen.getByRole("button", { name: "Terminer" }));
  expect(screen.getByRole("alert").textContent).toContain("Il manque 2 décisions : lignes 1 et 3.");
  expect(inHand().getByText(/Ligne 1 sur 3/)).toBeTruthy();
});

test("what is left is accepted, refused or not brought in one go, and taken back in one go", async () => {
  const { server } = await standAtDesk();
  fireEvent.click(screen.getByRole("button", { name: "Liste non apportée (3 lignes)" }));
  await waitFor(() => expect(verdicts()).toEqual(["Non apporté", "Non apporté", "Non apporté"]));
  fireEvent.click(screen.getByRole("button", { name: "Annuler : 3 lignes non apportées" }));
  await waitFor(() => expect(verdicts()).toEqual(["À faire", "À faire", "À faire"]));
  await press("a");
  fireEvent.click(screen.getByRole("button", { name: "Refuser les 2 qui restent" }));
  await press("3", "Digit3");
  expect(verdicts()).toEqual(["Accepté", "Refusé", "Refusé"]);
  await press("u");
  fireEvent.click(screen.getByRole("button", { name: "Accepter les 2 qui restent" }));
  await waitFor(() => expect(verdicts()).toEqual(["Accepté", "Accepté", "Accepté"]));
  expect(kinds(server).filter((kind) => kind === "undo")).toHaveLength(5);
});

test("another reason is written, and the depositor will read it", async () => {
  const { server } = await standAtDesk();
  await press("r");
  await press("7", "Numpad7");
  fireEvent.change(screen.getByLabelText("Raison"), { target: { value: "Sent le tabac" } });
  fireEvent.click(screen.getByRole("button", { name: "Refuser" }));
  await waitFor(() => expect(verdicts()[0]).toBe("Refusé"));
  expect([...server.taken.values()].at(-1)?.value).toEqual({ reason: "other", text: "Sent le tabac" });
});

test("a scan takes its line and accepts it; its keys are no commands, with or without an end", async () => {
  const { server } = await standAtDesk();
  await scan(await labelOf("A2025-L245-A02", 200));
  expect(verdicts()).toEqual(["À faire", "Accepté", "À faire"]);
  expect(inHand().getByText(/Ligne 3 sur 3/)).toBeTruthy();
  // A scanner that sends no end key leaves an A as its last one.
  await scan("A2025-L245-A", "");
  await scan("rrrnnnuuuaaa", "");
  expect(kinds(server)).toEqual(["list_start", "accept"]);
});

test("a label that is scanned again is taken back after asking", async () => {
  const { server } = await standAtDesk();
  const label = await labelOf("A2025-L245-A02", 200);
  await scan(label);
  await scan(label);
  await waitFor(() => screen.getByText("Ligne 2 déjà acceptée"));
  await wait(LIFE_MS);
  fireEvent.click(screen.getByRole("button", { name: "Remettre à faire" }));
  await waitFor(() => expect(verdicts()).toEqual(["À faire", "À faire", "À faire"]));
  expect(kinds(server)).toEqual(["list_start", "accept", "undo"]);
});

test("labels of somebody else, with another price, or of nobody decide nothing", async () => {
  const { server } = await standAtDesk();
  await scan(await labelOf("A2025-L300-A01", 100));
  expect(screen.getByRole("alert").textContent).toContain("de la liste 300, Dominique Lefèvre");
  await scan(await labelOf("A2025-L245-A01", 900));
  expect(screen.getByRole("alert").textContent).toMatch(/dit 9\s€, la liste 1\s€/);
  await scan("A2025-L245-A01-100-0000");
  expect(screen.getByRole("alert").textContent).toContain("n’est pas de la bourse");
  expect(sounds.beepRefused).toHaveBeenCalledTimes(3);
  expect(server.taken.size).toBe(0);
});

test("a price is put right with the depositor's consent, and nothing else of the line is touched", async () => {
  const { server } = await standAtDesk();
  await press("c");
  const send = () =>
    fireEvent.click(within(screen.getByRole("dialog")).getByRole("button", { name: "Corriger" }));
  fireEvent.change(await screen.findByLabelText("Prix"), { target: { value: "4" } });
  send();
  await screen.findByText("Demandez à la personne, puis cochez");
  fireEvent.click(screen.getByRole("checkbox"));
  send();
  await waitFor(() => expect(inHand().getByText(/déclaré 1\s€/)).toBeTruthy());
  expect([...server.taken.values()].at(-1)?.value).toEqual({ price_cents: 400, consent: true });
});

test("what the server refuses is not shown as decided, and said", async () => {
  const server = new DeskHall();
  await standAtDesk(server);
  server.refused.set("accept", "Non.");
  await press("a");
  expect(verdicts()).toEqual(["À faire", "À faire", "À faire"]);
  expect(inHand().getByText(/Ligne 1 sur 3/)).toBeTruthy();
  expect(notices.notifyProblem).toHaveBeenCalled();
});

test("once the sale is open a volunteer decides nothing about lines", async () => {
  const server = new DeskHall();
  server.saleOpenedAt = "2025-11-07T07:00:00.000Z";
  const { desk } = await standAtDesk(server);
  await act(() =>
    desk.keepCatalogue({ whole: true, lists: server.all, saleOpenedAt: server.saleOpenedAt ?? "" }),
  );
  await press("a");
  expect(server.taken.size).toBe(0);
  expect(inHand().getByRole("button", { name: "Accepter" }).hasAttribute("disabled")).toBe(true);
  fireEvent.click(screen.getByRole("switch", { name: "Identité vue" }));
  await waitFor(() => expect(kinds(server)).toEqual(["list_start", "identity"]));
});
