import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type BrowserContext, chromium, expect, type Page, test } from "@playwright/test";
import { importKey, labelCheck } from "../src/offline/ticket/signing";
import { Bourse } from "./support/bourse";
import { lookAt } from "./support/looks";
import { type Article, lines, openTill, payBy, scan, Witness } from "./support/volunteer";

let bourse: Bourse;
let witness: Witness;
let stock: Article[];

test.beforeAll(async () => {
  test.setTimeout(180_000);
  bourse = await Bourse.start("demo");
  witness = await Witness.of(bourse, "benevole8@demo.bourse");
  stock = await witness.onSale(60);
});
test.afterAll(() => bourse.stop());

/** Articles that no other test touches. */
function fresh(count: number): Article[] {
  const taken = stock.splice(0, count);
  expect(taken).toHaveLength(count);
  return taken;
}

const badge = (page: Page) => page.getByRole("status").filter({ hasText: /ligne/ });

test("a volunteer opens a till, sells by keyboard alone and takes a sale back", async ({ page }) => {
  const [first, second] = fresh(2) as [Article, Article];
  await openTill(page, bourse, "benevole1@demo.bourse", 1);
  await expect(badge(page)).toHaveText("En ligne");
  await lookAt(page, "till-empty");

  await scan(page, first.code);
  await expect(lines(page)).toHaveCount(1);
  await scan(page, second.code.toLowerCase());
  await expect(lines(page)).toHaveCount(2);
  await lookAt(page, "till-lines");

  await scan(page, first.code);
  await expect(page.getByText("Déjà dans ce ticket")).toBeVisible();
  await expect(lines(page)).toHaveCount(2);

  await page.keyboard.press("F2");
  await expect(page.getByRole("dialog", { name: "Paiement" })).toBeVisible();
  // More than ten times the sum would be asked about.
  await page.keyboard.type(String((5 * (first.price_cents + second.price_cents)) / 100));
  await expect(page.getByLabel("À rendre")).toBeVisible();
  await lookAt(page, "till-payment");
  await page.keyboard.press("Enter");
  await expect(page.getByText(/^Ticket n° \d+ payé/)).toBeVisible();
  await expect(page.getByLabel("À rendre")).toBeVisible();
  await expect(lines(page)).toHaveCount(0);
  expect((await witness.article(first.code)).status).toBe("sold");

  await scan(page, second.code);
  await expect(page.getByText(/^Déjà vendu/)).toBeVisible();
  await lookAt(page, "till-sold");

  await page.getByRole("button", { name: "Menu" }).click();
  await lookAt(page, "till-menu");
  await page.getByRole("menuitem", { name: "Tickets et annulations" }).click();
  await lookAt(page, "till-tickets");
  await page.getByRole("button", { name: "Annuler…" }).click();
  await lookAt(page, "till-cancel");
  await page.getByRole("checkbox", { name: /^Tout/ }).check();
  await page.getByRole("radio", { name: "Erreur de scan" }).check();
  await page.getByRole("button", { name: /^Annuler \d/ }).click();
  await expect(page.getByText(/^Rendez .* en espèces$/)).toBeVisible();
  expect((await witness.article(second.code)).status).toBe("on_sale");
});

test("Escape removes the last line and gives it back; what was put aside comes back", async ({ page }) => {
  const [first, second] = fresh(2) as [Article, Article];
  await openTill(page, bourse, "benevole2@demo.bourse", 2);
  await scan(page, first.code);
  await scan(page, second.code);
  await expect(lines(page)).toHaveCount(2);
  await page.keyboard.press("Escape");
  await expect(lines(page)).toHaveCount(1);
  await page.getByRole("button", { name: "Remettre" }).click();
  await expect(lines(page)).toHaveCount(2);
  await page.keyboard.press("Escape");
  await expect(lines(page)).toHaveCount(1);
  await scan(page, "CAISSE-ATTENTE");
  await expect(lines(page)).toHaveCount(0);
  await page.getByRole("button", { name: "1 de côté" }).click();
  await page.getByRole("menuitem", { name: /1 article/ }).click();
  await expect(lines(page)).toHaveCount(1);
});

test("a payment key pressed right behind a scan waits for the article", async ({ page }) => {
  const [article] = fresh(1) as [Article];
  const opening = page.waitForResponse((response) => response.url().endsWith("/register-sessions"), {
    timeout: 60_000,
  });
  await openTill(page, bourse, "benevole6@demo.bourse", 6);
  const { label_key } = (await (await opening).json()) as { label_key: string };
  const check = await labelCheck(await importKey(label_key), article.code, article.price_cents);
  await page.keyboard.type(`${article.code}-${article.price_cents}-${check}`);
  // Both keys before the label's check characters can have been computed, as on an old tablet.
  await page.evaluate(() => {
    for (const key of ["Enter", "F3"]) {
      document.activeElement?.dispatchEvent(
        new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }),
      );
    }
  });
  await expect(page.getByRole("dialog", { name: "Paiement" })).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(page.getByText(/Ticket n° \d+ payé/)).toBeVisible();
  expect((await witness.article(article.code)).status).toBe("sold");
});

test("an article that lost its label is found by its words", async ({ page }) => {
  const [article] = fresh(1) as [Article];
  await openTill(page, bourse, "benevole3@demo.bourse", 3);
  await page.keyboard.type(`${article.description.slice(0, 12)} ${article.code.slice(-8)}`);
  const found = page.getByRole("region", { name: "Articles trouvés" });
  await expect(found).toContainText(article.code);
  await lookAt(page, "till-search");
  await page.keyboard.press("Enter");
  await expect(lines(page)).toHaveCount(1);
});

test("the screen locks with a code, over a reload too", async ({ page }) => {
  await openTill(page, bourse, "benevole4@demo.bourse", 4);
  await page.getByRole("button", { name: "Menu" }).click();
  await page.getByRole("menuitem", { name: "Verrouiller l’écran" }).click();
  await expect(page.getByRole("heading", { name: "Caisse 4 verrouillée" })).toBeVisible();
  await lookAt(page, "till-locked");
  await page.reload();
  await page.getByLabel("Chiffre 1 du code").click();
  await page.keyboard.type("1111");
  await expect(page.getByRole("alert")).toContainText("pas le bon code");
  await page.keyboard.type("2468");
  await expect(page.getByLabel(/Scanner une étiquette/)).toBeFocused();
});

test.describe("with the server stopped", () => {
  const profile = mkdtempSync(join(tmpdir(), "bourse-profile-"));
  let context: BrowserContext;

  /** A browser that is closed and opened again keeps its profile, as a laptop whose battery was changed. */
  async function openBrowser(): Promise<Page> {
    const { launchOptions, locale, timezoneId, viewport } = test.info().project.use;
    context = await chromium.launchPersistentContext(profile, {
      ...launchOptions,
      ...(locale === undefined ? {} : { locale }),
      ...(timezoneId === undefined ? {} : { timezoneId }),
      ...(viewport === undefined ? {} : { viewport }),
    });
    return context.pages()[0] ?? context.newPage();
  }

  test.afterAll(async () => {
    await context.close();
    rmSync(profile, { recursive: true, force: true });
  });

  test("the till sells on, survives reload and restart, and hands everything over by itself", async () => {
    const [first, second, third, fourth] = fresh(4) as [Article, Article, Article, Article];
    let page = await openBrowser();
    await openTill(page, bourse, "benevole5@demo.bourse", 5);
    await scan(page, first.code);
    await expect(lines(page)).toHaveCount(1);

    await bourse.pause();
    await payBy(page, "F3");
    await expect(page.getByText(/Gardé sur cette caisse/)).toBeVisible();
    await expect(badge(page)).toHaveText("Hors ligne – 1 ticket en attente");
    await scan(page, second.code);
    await payBy(page, "F2");
    await expect(badge(page)).toHaveText("Hors ligne – 2 tickets en attente");
    await scan(page, third.code);
    await expect(lines(page)).toHaveCount(1);
    await lookAt(page, "till-offline");

    await page.reload();
    await expect(badge(page)).toHaveText("Hors ligne – 2 tickets en attente");
    await expect(lines(page)).toHaveCount(1);

    await context.close();
    page = await openBrowser();
    await page.goto(`${bourse.url}/caisse`);
    await expect(badge(page)).toHaveText("Hors ligne – 2 tickets en attente");
    await expect(lines(page)).toHaveCount(1);
    await payBy(page, "F4");
    await expect(badge(page)).toHaveText("Hors ligne – 3 tickets en attente");

    await page.getByRole("button", { name: "Menu" }).click();
    await page.getByRole("menuitem", { name: "Tickets et annulations" }).click();
    await page
      .getByRole("listitem")
      .filter({ hasText: "Vente 3" })
      .getByRole("button", { name: "Annuler…" })
      .click();
    await page.getByRole("checkbox", { name: /^Tout/ }).check();
    await page.getByRole("button", { name: /^Annuler \d/ }).click();
    await expect(badge(page)).toHaveText("Hors ligne – 4 tickets en attente");

    await bourse.resume();
    await expect(badge(page)).toHaveText("En ligne", { timeout: 30_000 });
    expect((await witness.article(first.code)).status).toBe("sold");
    expect((await witness.article(second.code)).status).toBe("sold");
    expect((await witness.article(third.code)).status).toBe("on_sale");

    await scan(page, fourth.code);
    await payBy(page, "F2");
    await expect(page.getByText(/Ticket n° \d+ payé/)).toBeVisible();
    expect((await witness.article(fourth.code)).status).toBe("sold");
  });
});

test("a till whose network was cut learns that another till had sold the article first", async ({
  browser,
}) => {
  const [article] = fresh(1) as [Article];
  const [cut, other] = [await browser.newContext(), await browser.newContext()];
  const [cutTill, otherTill] = [await cut.newPage(), await other.newPage()];
  await openTill(cutTill, bourse, "benevole7@demo.bourse", 7);
  await openTill(otherTill, bourse, "benevole8@demo.bourse", 8);
  await cut.setOffline(true);
  await expect(badge(cutTill)).toHaveText("Hors ligne");
  await scan(otherTill, article.code);
  await payBy(otherTill, "F2");
  await expect(otherTill.getByText(/Ticket n° \d+ payé/)).toBeVisible();
  await scan(cutTill, article.code);
  await payBy(cutTill, "F3");
  await expect(badge(cutTill)).toHaveText("Hors ligne – 1 ticket en attente");
  await cut.setOffline(false);
  await expect(badge(cutTill)).toHaveText("En ligne", { timeout: 30_000 });
  await cutTill.getByRole("button", { name: "Menu" }).click();
  await cutTill.getByRole("menuitem", { name: "Tickets et annulations" }).click();
  await expect(cutTill.getByText("Déjà vendu ailleurs")).toBeVisible();
  await cut.close();
  await other.close();
});

test("a double sale that is found later is told at the till that made it", async ({ browser }) => {
  const [article] = fresh(1) as [Article];
  const [cut, other] = [await browser.newContext(), await browser.newContext()];
  const [cutTill, otherTill] = [await cut.newPage(), await other.newPage()];
  await openTill(cutTill, bourse, "benevole7@demo.bourse", 7);
  await openTill(otherTill, bourse, "benevole8@demo.bourse", 8);
  await scan(cutTill, article.code);
  await expect(lines(cutTill)).toHaveCount(1);
  await cut.setOffline(true);
  await expect(badge(cutTill)).toHaveText("Hors ligne");
  await payBy(cutTill, "F2");
  await scan(otherTill, article.code);
  await payBy(otherTill, "F2");
  await expect(otherTill.getByText(/Ticket n° \d+ payé/)).toBeVisible();
  await cut.setOffline(false);
  await expect(badge(cutTill)).toHaveText("En ligne", { timeout: 30_000 });
  const told = otherTill.getByRole("alert").filter({ hasText: "déjà vendu à une autre caisse" });
  await expect(told).toContainText(article.description, { timeout: 60_000 });
  await lookAt(otherTill, "till-double-sale");
  await cut.close();
  await other.close();
});
