import { type Browser, expect, type Page, test } from "@playwright/test";
import { Bourse } from "./support/bourse";
import { type DepositDay, depositDay } from "./support/deposit";
import { lookAt } from "./support/looks";
import { ask, logInAs } from "./support/people";
import { scannerOf } from "./support/volunteer";

const MANAGER = "gestionnaire@demo.bourse";
/** Between two keys of a person. */
const HUMAN_MS = 150;

let bourse: Bourse;
let day: DepositDay;

test.beforeAll(async () => {
  test.setTimeout(180_000);
  bourse = await Bourse.start("demo");
  day = await depositDay(bourse);
});
test.afterAll(() => bourse.stop());

async function openTable(page: Page, email: string, table: string): Promise<void> {
  await logInAs(page, bourse, email, "/depot");
  await page.getByLabel("Bourse").selectOption(day.edition);
  await page.getByLabel("Numéro de la table").selectOption(table);
  await page.getByLabel("Qui étiquette").fill("Jeanne Grand");
  await page.getByRole("button", { name: "Ouvrir la table" }).click();
  await expect(page.getByRole("heading", { name: "Qui est là ?" })).toBeVisible();
  // From here on a reload needs no server.
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
}

async function find(page: Page, number: number): Promise<void> {
  await expect(page.getByLabel(/Feuille de la liste/)).toBeFocused();
  await page.keyboard.type(String(number), { delay: HUMAN_MS });
  await page.keyboard.press("Enter");
  await expect(hand(page)).toBeVisible();
}

async function press(page: Page, ...keys: string[]): Promise<void> {
  for (const key of keys) {
    await page.keyboard.press(key);
    await page.waitForTimeout(HUMAN_MS);
  }
}

const hand = (page: Page) => page.getByRole("region", { name: "Ligne en main" });
const count = (page: Page) => page.getByRole("status", { name: "Compte de la liste" });
const standing = (page: Page) => page.getByRole("banner").getByRole("status");
const row = (page: Page, line: number) =>
  page
    .getByRole("region", { name: "Lignes" })
    .getByRole("listitem")
    .nth(line - 1);

interface Told {
  readonly lists: readonly {
    readonly id: string;
    readonly state: string;
    readonly decisions: readonly { readonly kind: string }[];
    readonly articles: readonly { readonly status: string; readonly line: number }[];
  }[];
}

/** A list as the server has it, for everybody. */
async function told(id: string) {
  const { lists } = await ask<Told>(bourse, MANAGER, `/editions/${day.edition}/desk-catalogue`);
  const list = lists.find((one) => one.id === id);
  if (list === undefined) throw new Error("no such list");
  return list;
}

test("a table takes two lists of one person by keyboard and scanner, and finishes them", async ({ page }) => {
  const [first, second] = day.lists;
  await logInAs(page, bourse, "benevole1@demo.bourse", "/depot");
  await expect(page.getByRole("button", { name: "Ouvrir la table" })).toBeVisible();
  await lookAt(page, "desk-opening");
  await openTable(page, "benevole1@demo.bourse", "2");
  await lookAt(page, "desk-finding");
  await page.keyboard.type("dep", { delay: HUMAN_MS });
  await expect(page.getByRole("button", { name: /DÉPOSANT Dominique/ })).toHaveCount(2);
  await lookAt(page, "desk-found");
  const scanner = await scannerOf(page);
  await scanner(`${day.code}-D${first.number}`);
  await expect(page.getByRole("heading", { name: "Dominique Déposant", level: 1 })).toBeVisible();
  await expect(page.getByText(/Ce n’est pas le jour de cette liste/)).toBeVisible();
  await lookAt(page, "desk-list");

  await press(page, "a", "a", "r");
  await lookAt(page, "desk-reasons");
  await press(page, "2", "n");
  await expect(count(page)).toContainText(/2 acceptés.*1 refusé.*1 non apporté.*5 à faire/);
  await press(page, "u");
  await expect(row(page, 4)).toContainText("À faire");
  await scanner(`${day.code}-L${first.number}-A06`);
  await expect(row(page, 6)).toContainText("Accepté");
  await scanner(`${day.code}-L${first.number}-A06`);
  await expect(page.getByRole("dialog")).toContainText("Ligne 6 déjà acceptée");
  await page.getByRole("button", { name: "Remettre à faire" }).click();
  await expect(row(page, 6)).toContainText("À faire");
  await page.getByRole("button", { name: "Terminer", exact: true }).click();
  await expect(page.getByRole("alert")).toContainText("Il manque 6 décisions : lignes 4 à 9.");
  await press(page, "c");
  await page.getByLabel("Prix").fill("1");
  await page.getByLabel(/d’accord avec ce prix/).check();
  await lookAt(page, "desk-correction");
  await page.getByRole("dialog").getByRole("button", { name: "Corriger" }).click();
  await expect(hand(page)).toContainText(/déclaré/);
  await page.getByRole("button", { name: "Accepter les 6 qui restent" }).click();
  await expect(count(page)).toContainText("0 à faire");
  // A switch moves once it is written down.
  for (const name of ["Identité vue", "Enveloppe reçue"]) {
    await page.getByRole("switch", { name }).click();
    await expect(page.getByRole("switch", { name })).toBeChecked();
  }
  await lookAt(page, "desk-done");
  await page.getByRole("button", { name: "Terminer la liste" }).click();
  await expect(page.getByText(`Voici la liste ${second.number} de la même personne.`)).toBeVisible();
  await expect(page.getByRole("switch", { name: "Identité vue" })).toBeChecked();
  await expect(standing(page)).toHaveText("En ligne");
  const list = await told(first.id);
  expect(list.state).toBe("reviewed");
  expect(list.articles.map(({ status }) => status)).toEqual([
    "accepted",
    "accepted",
    "refused",
    ...Array.from({ length: 6 }, () => "accepted"),
  ]);
});

test("without server the table goes on, over a reload, and hands everything over by itself", async ({
  page,
}) => {
  const [, second] = day.lists;
  await openTable(page, "benevole3@demo.bourse", "3");
  await find(page, second.number);
  await bourse.pause();
  await press(page, "a");
  await expect(row(page, 1)).toContainText("Accepté");
  await press(page, "r", "1");
  await expect(standing(page)).toHaveText("Hors ligne – 3 décisions à envoyer");
  await lookAt(page, "desk-offline");

  await page.reload();
  await expect(standing(page)).toHaveText("Hors ligne – 3 décisions à envoyer");
  await expect(row(page, 2)).toContainText("Refusé");
  await expect(hand(page)).toContainText("Ligne 3 sur 3");
  await press(page, "u");
  await expect(row(page, 2)).toContainText("À faire");
  await press(page, "n", "n");
  await expect(page.getByRole("heading", { name: "Tout est décidé" })).toBeVisible();
  await expect(standing(page)).toHaveText("Hors ligne – 6 décisions à envoyer");

  await bourse.resume();
  await expect(standing(page)).toHaveText("En ligne", { timeout: 60_000 });
  const { decisions, articles } = await told(second.id);
  expect(articles.map(({ status }) => status)).toEqual(["accepted", "not_brought", "not_brought"]);
  expect(decisions.map(({ kind }) => kind)).toEqual([
    "list_start",
    "accept",
    "refuse",
    "undo",
    "not_brought",
    "not_brought",
  ]);
});

test("by keyboard alone from the field to the end of a list", async ({ page }) => {
  const [, , third] = day.lists;
  await openTable(page, "benevole4@demo.bourse", "4");
  await find(page, third.number);
  await press(page, "a", "ArrowDown", "n", "ArrowUp", "ArrowUp", "a", "Enter");
  await expect(page.getByRole("button", { name: "Terminer la liste" })).toBeFocused();
  await press(page, "Enter");
  await expect(page.getByRole("dialog")).toContainText("Pas encore coché : identité, enveloppe.");
  await press(page, "Tab");
  await page.getByRole("button", { name: "Terminer quand même" }).focus();
  await press(page, "Enter");
  await expect(page.getByText(`Liste ${third.number} terminée.`)).toBeVisible();
  await expect(page.getByLabel(/Feuille de la liste/)).toBeFocused();
  await expect.poll(async () => (await told(third.id)).state).toBe("reviewed");
});

test("a correction that the server does not take is told until somebody has read it", async ({ page }) => {
  const [first] = day.lists;
  // A table that could not ask for the rules lets the server judge.
  await page.route(/\/api\/v1\/catalogue/, (route) => route.abort());
  await openTable(page, "benevole5@demo.bourse", "5");
  await find(page, first.number);
  await page
    .getByRole("button", { name: /^1\b.*/ })
    .first()
    .click();
  await press(page, "c");
  await page.getByLabel("Description").fill("Xy");
  await page.getByRole("dialog").getByRole("button", { name: "Corriger" }).click();
  const refused = page.getByRole("button", { name: "1 décision refusée" });
  await expect(refused).toBeVisible();
  await page.reload();
  await refused.click();
  await expect(page.getByRole("dialog")).toContainText("Corriger");
  await lookAt(page, "desk-refused");
  await page.getByRole("button", { name: "J’ai lu" }).click();
  await expect(refused).toHaveCount(0);
});

/** A finger across the line in hand, as Chromium's own touch events. */
async function swipe(page: Page): Promise<void> {
  const box = await hand(page).boundingBox();
  if (box === null) throw new Error("no line in hand");
  const touch = await page.context().newCDPSession(page);
  const [x, y] = [box.x + 40, box.y + 40];
  await touch.send("Input.dispatchTouchEvent", { type: "touchStart", touchPoints: [{ x, y }] });
  for (const by of [40, 90, 150, 220]) {
    await touch.send("Input.dispatchTouchEvent", { type: "touchMove", touchPoints: [{ x: x + by, y }] });
    await page.waitForTimeout(30);
  }
  await touch.send("Input.dispatchTouchEvent", { type: "touchEnd", touchPoints: [] });
}

async function telephone(browser: Browser): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width: 390, height: 844 },
    hasTouch: true,
    isMobile: true,
    locale: "fr-FR",
    timezoneId: "Europe/Paris",
  });
  return context.newPage();
}

test("on a telephone with a thumb: a name, taps, a swipe, one undo", async ({ browser }) => {
  const page = await telephone(browser);
  const [, second] = day.lists;
  await openTable(page, "benevole6@demo.bourse", "");
  await page.getByLabel(/Feuille de la liste/).fill("dominique");
  await page.getByRole("button", { name: new RegExp(`^${second.number}`) }).tap();
  await row(page, 2).getByRole("button").tap();
  await expect(hand(page)).toContainText("Ligne 2 sur 3");
  await swipe(page);
  await expect(row(page, 2)).toContainText("Accepté");
  await row(page, 3).getByRole("button").tap();
  await hand(page).getByRole("button", { name: "Refuser" }).tap();
  await hand(page).getByRole("button", { name: "Hors saison" }).tap();
  await expect(row(page, 3)).toContainText("Refusé");
  await page.getByRole("button", { name: "Annuler : ligne 3 refusée" }).tap();
  await expect(row(page, 3)).toContainText("Non apporté");
  await page.context().close();
});

test("one table at a time on a device; closing it takes the names along", async ({ page, context }) => {
  await openTable(page, "benevole7@demo.bourse", "7");
  const other = await context.newPage();
  await other.goto(`${bourse.url}/depot`);
  await expect(other.getByRole("heading", { name: "La table est déjà ouverte" })).toBeVisible();
  await lookAt(other, "desk-second-tab");
  await other.close();
  await page.getByRole("button", { name: "Fermer la table" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Fermer la table" }).click();
  await expect(page.getByRole("button", { name: "Ouvrir la table" })).toBeVisible();
  expect(await keptNames(page)).toEqual([]);
});

/** What the device still holds about people. */
function keptNames(page: Page): Promise<unknown[]> {
  return page.evaluate(async () => {
    const database = await new Promise<IDBDatabase>((resolve) => {
      const request = indexedDB.open("bourse-desk");
      request.onsuccess = () => resolve(request.result);
    });
    const read = (name: string) =>
      new Promise<unknown[]>((resolve) => {
        const request = database.transaction(name).objectStore(name).getAll();
        request.onsuccess = () => resolve(request.result);
      });
    const kept = [...(await read("lists")), ...(await read("single"))];
    database.close();
    return kept;
  });
}

test("who logs out takes the names along at once", async ({ page }) => {
  await openTable(page, "benevole7@demo.bourse", "7");
  expect((await keptNames(page)).length).toBeGreaterThan(1);
  await page.getByRole("link", { name: "Revenir à l’accueil" }).click();
  await page
    .getByRole("button", { name: /Ouvrir le menu de|Compte|bénévole/i })
    .first()
    .click();
  await page.getByRole("menuitem", { name: "Se déconnecter" }).click();
  await expect(page.getByLabel("Adresse e-mail")).toBeVisible();
  await expect.poll(() => keptNames(page)).toEqual([]);
});

test("a browser that keeps nothing says so, and decides with the server", async ({ page }) => {
  const [, second] = day.lists;
  await page.addInitScript(() => {
    IDBFactory.prototype.open = () => {
      throw new DOMException("refused", "SecurityError");
    };
  });
  await logInAs(page, bourse, "benevole8@demo.bourse", "/depot");
  await expect(page.getByText("Cet appareil ne peut rien garder")).toBeVisible();
  await lookAt(page, "desk-keeps-nothing");
  await openTable(page, "benevole8@demo.bourse", "8");
  await find(page, second.number);
  await row(page, 3).getByRole("button").click();
  await press(page, "a");
  await expect(row(page, 3)).toContainText("Accepté");
  expect((await told(second.id)).articles.find(({ line }) => line === 3)?.status).toBe("accepted");
});
