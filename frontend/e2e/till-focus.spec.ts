import { expect, type Page, test } from "@playwright/test";
import { Bourse } from "./support/bourse";
import { type Article, lines, openTill, payBy, scan, Witness } from "./support/volunteer";

let bourse: Bourse;
let witness: Witness;

test.beforeAll(async () => {
  test.setTimeout(180_000);
  bourse = await Bourse.start("demo");
  witness = await Witness.of(bourse, "benevole8@demo.bourse");
});
test.afterAll(() => bourse.stop());

const field = (page: Page) => page.getByLabel(/Scanner une étiquette/);

/** Whatever was closed: the next label goes into the ticket. */
async function scansGoOn(page: Page): Promise<void> {
  await expect(page.locator("#overlays :is([role=dialog], [role=menu])")).toHaveCount(0);
  await expect(field(page)).toBeFocused();
}

test("after every dialog, menu and the camera the scan field has the focus", async ({ page }) => {
  const [first, second] = witness.fresh(2) as [Article, Article];
  await openTill(page, bourse, "benevole1@demo.bourse", 1);
  await scan(page, first.code);
  await expect(lines(page)).toHaveCount(1);

  await page.keyboard.press("F2");
  await expect(page.getByRole("dialog", { name: "Paiement" })).toBeVisible();
  await page.keyboard.press("Escape");
  await scansGoOn(page);

  const menu = page.getByRole("button", { name: "Menu" });
  await menu.click();
  await page.getByRole("menuitem", { name: "Prendre le ticket d’une autre caisse" }).click();
  await expect(page.getByRole("dialog")).toBeVisible();
  await page.keyboard.press("Escape");
  await scansGoOn(page);

  await page.getByRole("button", { name: "Envoyer ce ticket à la caisse" }).click();
  await expect(page.getByRole("img", { name: /^Code QR du ticket/ })).toBeVisible();
  await page.getByRole("button", { name: "Client suivant" }).click();
  await scansGoOn(page);

  await scan(page, second.code);
  await expect(lines(page)).toHaveCount(1);
  await payBy(page, "F2");
  await expect(page.getByText(/^Ticket n° \d*1\d{4} payé/)).toBeVisible();
  await scansGoOn(page);

  // A dialog over a drawer gives the focus back to the drawer, and that one to the field.
  await menu.click();
  await page.getByRole("menuitem", { name: "Tickets et annulations" }).click();
  const cancel = page.getByRole("button", { name: "Annuler…" }).first();
  await cancel.click();
  await expect(page.getByRole("dialog", { name: /^Annuler/ })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(cancel).toBeFocused();
  await page.keyboard.press("Escape");
  await scansGoOn(page);

  const camera = page.getByRole("button", { name: "Scanner avec la caméra" });
  await camera.click();
  await page.getByRole("button", { name: "Arrêter la caméra" }).click();
  await scansGoOn(page);

  // Back from counting, the coins opened and all.
  await menu.click();
  await page.getByRole("menuitem", { name: "Fermer la caisse (fin de journée)" }).click();
  await page.getByRole("button", { name: "Compter billets et pièces" }).click();
  await page.getByLabel("Billets de 20 €", { exact: true }).fill("2");
  await page.getByRole("button", { name: "Fermer le comptage des pièces" }).click();
  await page.getByRole("button", { name: "Revenir à la vente" }).click();
  await scansGoOn(page);
});
