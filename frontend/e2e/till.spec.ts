import { expect, test } from "@playwright/test";
import { importKey, labelCheck } from "../src/offline/ticket/signing";
import { Bourse } from "./support/bourse";
import { lookAt } from "./support/looks";
import { type Article, badge, lines, openTill, scan, Witness } from "./support/volunteer";

let bourse: Bourse;
let witness: Witness;

test.beforeAll(async () => {
  test.setTimeout(180_000);
  bourse = await Bourse.start("demo");
  witness = await Witness.of(bourse, "benevole8@demo.bourse");
});
test.afterAll(() => bourse.stop());

test("a volunteer opens a till, sells by keyboard alone and takes a sale back", async ({ page }) => {
  const [first, second] = witness.fresh(2) as [Article, Article];
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
  const [first, second] = witness.fresh(2) as [Article, Article];
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
  const [article] = witness.fresh(1) as [Article];
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
  const [article] = witness.fresh(1) as [Article];
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
