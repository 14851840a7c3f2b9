import { join } from "node:path";
import { expect, type Locator, type Page, test } from "@playwright/test";
import { Bourse } from "./support/bourse";
import { lines, openTill, scan, Witness } from "./support/volunteer";

const SCREENSHOTS = join(import.meta.dirname, "screenshots");
/** A laptop at 200 %, a small telephone, a tablet held upright, a large screen. */
const SIZES = [
  { width: 683, height: 384 },
  { width: 360, height: 640 },
  { width: 390, height: 844 },
  { width: 820, height: 1180 },
  { width: 1440, height: 900 },
];

let bourse: Bourse;

test.beforeAll(async () => {
  test.setTimeout(180_000);
  bourse = await Bourse.start("demo");
});
test.afterAll(() => bourse.stop());

/** Whether a finger in the middle of it meets it, and not something that lies on it. */
function isOnTop(part: Locator): Promise<boolean> {
  return part.evaluate((element) => {
    const { left, top, width, height } = element.getBoundingClientRect();
    const met = document.elementFromPoint(left + width / 2, top + height / 2);
    return met !== null && (element.contains(met) || met.contains(element)) && met !== document.body;
  });
}

async function mustBeReachable(page: Page, size: string): Promise<void> {
  const total = page.getByLabel("Total à payer");
  const ways = ["Espèces", "Carte", "Chèque"].map((name) => page.getByRole("button", { name }));
  for (const [index, part] of [total, ...ways].entries()) {
    await expect(part, `part ${index} at ${size}`).toBeInViewport({ ratio: 0.99 });
    expect(await isOnTop(part), `part ${index} at ${size} is covered`).toBe(true);
  }
  // What is above scrolls, and can be reached.
  for (const part of [lines(page).first(), lines(page).last(), page.getByLabel(/Scanner une étiquette/)]) {
    await part.scrollIntoViewIfNeeded();
    await part.evaluate((element) => element.scrollIntoView({ block: "center" }));
    expect(await isOnTop(part), `${part} at ${size} is covered`).toBe(true);
  }
}

test("on small screens and magnified ones nothing lies on anything else", async ({ page }) => {
  const stock = (await Witness.of(bourse, "benevole8@demo.bourse")).fresh(6);
  await openTill(page, bourse, "benevole1@demo.bourse", 1);
  for (const { code } of stock) await scan(page, code);
  await expect(lines(page)).toHaveCount(stock.length);
  for (const size of SIZES) {
    const name = `${size.width}x${size.height}`;
    await page.setViewportSize(size);
    await page.screenshot({ path: join(SCREENSHOTS, `till-size-${name}.png`) });
    await mustBeReachable(page, name);
    await page.keyboard.press("F2");
    const dialog = page.getByRole("dialog", { name: "Paiement" });
    await expect(dialog).toBeVisible();
    await page.keyboard.type("500");
    await expect(dialog.getByLabel("À rendre")).toBeInViewport();
    await page.screenshot({ path: join(SCREENSHOTS, `till-size-${name}-payment.png`) });
    const record = dialog.getByRole("button", { name: /^Encaisser/ });
    await expect(record).toBeInViewport({ ratio: 0.99 });
    expect(await isOnTop(record), `Encaisser at ${name} is covered`).toBe(true);
    await dialog.getByRole("button", { name: "Retour" }).click();
    await expect(dialog).toBeHidden();
  }
  await page.setViewportSize({ width: 360, height: 640 });
  await page.getByRole("button", { name: "Scanner avec la caméra" }).click();
  await expect(page.getByRole("button", { name: "Arrêter la caméra" })).toBeVisible();
  await page.screenshot({ path: join(SCREENSHOTS, "till-size-camera.png") });
  await mustBeReachable(page, "360x640 with the camera");
});

test("on a telephone without network and with a ticket put aside the menu is on the screen", async ({
  page,
  context,
}) => {
  const stock = (await Witness.of(bourse, "benevole8@demo.bourse")).fresh(1);
  await page.setViewportSize({ width: 390, height: 844 });
  await openTill(page, bourse, "benevole2@demo.bourse", 2);
  for (const { code } of stock) await scan(page, code);
  await page.getByRole("button", { name: "Mettre de côté" }).click();
  await context.setOffline(true);
  await expect(page.getByText(/^Hors ligne/)).toBeVisible();
  await page.screenshot({ path: join(SCREENSHOTS, "till-size-390-offline.png") });
  for (const name of ["Menu", "1 de côté"]) {
    await expect(page.getByRole("button", { name })).toBeInViewport({ ratio: 0.99 });
  }
});
