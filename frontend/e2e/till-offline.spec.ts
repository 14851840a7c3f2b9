import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type BrowserContext, chromium, expect, type Page, test } from "@playwright/test";
import { Bourse } from "./support/bourse";
import { lookAt } from "./support/looks";
import { type Article, badge, lines, openTill, payBy, scan, Witness } from "./support/volunteer";

let bourse: Bourse;
let witness: Witness;

test.beforeAll(async () => {
  test.setTimeout(180_000);
  bourse = await Bourse.start("demo");
  witness = await Witness.of(bourse, "benevole8@demo.bourse");
});
test.afterAll(() => bourse.stop());

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
    const [first, second, third, fourth] = witness.fresh(4) as [Article, Article, Article, Article];
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
  const [article] = witness.fresh(1) as [Article];
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
  const [article] = witness.fresh(1) as [Article];
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
