import { type BrowserContext, expect, type Locator, type Page, test } from "@playwright/test";
import { Bourse } from "./support/bourse";
import { lookAt } from "./support/looks";
import { ask, logInAs } from "./support/people";

const DEPOSITOR = "deposant@demo.bourse";

let bourse: Bourse;
let draft: string;

test.beforeAll(async () => {
  test.setTimeout(300_000);
  bourse = await Bourse.start("demo");
  const { items } = await ask<{ items: { id: string; state: string }[] }>(bourse, DEPOSITOR, "/me/lists");
  draft = items.find((list) => list.state === "draft")?.id ?? "none";
});
test.afterAll(() => bourse.stop());
test.use({ viewport: { width: 390, height: 844 } });

/** Counts what a thumb does: a tap, and a swipe for what is out of sight or under a bar. */
class Thumb {
  taps = 0;
  readonly swipes: string[] = [];

  async tap(target: Locator): Promise<void> {
    await target.waitFor();
    const seen = await target.evaluate((element) => {
      const { left, top, width, height } = element.getBoundingClientRect();
      const hit = document.elementFromPoint(left + Math.min(width / 2, 20), top + height / 2);
      return hit !== null && (element.contains(hit) || hit.contains(element));
    });
    if (!seen) this.swipes.push(`${target}`);
    this.taps += 1;
    await target.click();
  }
}

interface Wanted {
  readonly kind: string;
  readonly description: string;
  readonly who?: string;
  readonly size: string;
  readonly price: string;
  readonly color: string;
  readonly brand: string;
}

/** Enters everything of one article, for whom it is but once; the description is typed where the sheet puts the cursor. */
async function enter(page: Page, thumb: Thumb, wanted: Wanted): Promise<void> {
  const sheet = page.getByRole("dialog");
  await thumb.tap(sheet.getByRole("button", { name: wanted.kind, exact: true }));
  await expect(sheet.getByLabel("Description")).toBeFocused();
  await page.keyboard.type(wanted.description);
  if (wanted.who !== undefined) await thumb.tap(sheet.getByText(wanted.who, { exact: true }));
  await thumb.tap(sheet.getByRole("button", { name: wanted.size, exact: true }));
  // The size leads on to the price.
  await expect(sheet.getByRole("textbox", { name: "Prix" })).toBeFocused();
  await page.keyboard.type(wanted.price);
  for (const [name, text] of [
    ["Couleur", wanted.color],
    ["Marque", wanted.brand],
  ] as const) {
    const field = sheet.getByRole("textbox", { name });
    await thumb.tap(field);
    await field.fill(text);
  }
  await thumb.tap(sheet.getByRole("checkbox", { name: /^Ce vêtement/ }));
}

test("an article takes nine taps and one swipe at most, each one after it seven", async ({ page }) => {
  await logInAs(page, bourse, DEPOSITOR, `/listes/${draft}`);
  const thumb = new Thumb();
  await thumb.tap(page.getByRole("button", { name: "Nouvel article" }));
  const sheet = page.getByRole("dialog");
  // It slides in.
  await expect(sheet.getByRole("button", { name: "Autres", exact: true })).toBeInViewport({ ratio: 1 });
  // The demonstration's list ends elsewhere: its category costs a tap as it would on any list.
  await thumb.tap(sheet.getByRole("button", { name: "Vêtements", exact: true }));
  const first = {
    kind: "Jupe",
    description: "Plissée",
    who: "Fille",
    size: "2 ans",
    price: "3",
    color: "bleu",
    brand: "Zara",
  };
  await enter(page, thumb, first);
  await thumb.tap(sheet.getByRole("button", { name: "Et un autre" }));
  await expect(sheet.getByText("« Plissée » est enregistré.")).toBeVisible();
  expect(thumb.taps).toBeLessThanOrEqual(9);
  expect(thumb.swipes.length).toBeLessThanOrEqual(1);
  const next = new Thumb();
  const second = {
    kind: "Robe",
    description: "À pois",
    size: "4 ans",
    price: "5",
    color: "vert",
    brand: "Kiabi",
  };
  await enter(page, next, second);
  await next.tap(sheet.getByRole("button", { name: "Enregistrer" }));
  await expect(sheet).toHaveCount(0);
  expect(next.taps).toBeLessThanOrEqual(7);
  expect(next.swipes.length).toBeLessThanOrEqual(1);
  await expect(page.getByRole("button", { name: /À pois.*4 ans.*vert.*Kiabi/ })).toBeVisible();
});

test("the size of the article before is said again with a tap, and its brand goes with the first letter", async ({
  browser,
}) => {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, hasTouch: true });
  const page = await context.newPage();
  await logInAs(page, bourse, DEPOSITOR, `/listes/${draft}`);
  const sheet = page.getByRole("dialog");
  await page.getByRole("button", { name: "Nouvel article" }).tap();
  for (const [description, brand] of [
    ["Du matin", "Okaïdi"],
    ["Du soir", "Zara"],
  ] as const) {
    // The kinds of the category that the list ends with.
    await page.getByLabel("Chercher un genre d’article").fill("chemise");
    await sheet.getByRole("button", { name: "Chemise", exact: true }).tap();
    await expect(sheet.getByLabel("Description")).toBeFocused();
    await page.keyboard.type(description);
    await sheet.getByRole("button", { name: "8 ans", exact: true }).tap();
    await expect(sheet.getByRole("textbox", { name: "Prix" })).toBeFocused();
    await page.keyboard.type("4");
    await sheet.getByRole("textbox", { name: "Marque" }).tap();
    await page.keyboard.type(brand);
    await sheet.getByRole("checkbox", { name: /^Ce vêtement/ }).check();
    await sheet.getByRole("button", { name: "Et un autre" }).tap();
    await expect(sheet.getByText(`« ${description} » est enregistré.`)).toBeVisible();
  }
  await sheet.getByRole("button", { name: "Fermer" }).tap();
  await expect(page.getByRole("button", { name: /Du matin.*8 ans · Okaïdi/ })).toBeVisible();
  await expect(page.getByRole("button", { name: /Du soir.*8 ans · Zara/ })).toBeVisible();
  await context.close();
});

/** Enters a skirt while there is no network: it is kept on the device, which stays without network. */
async function keepSkirt(page: Page, context: BrowserContext, description: string): Promise<void> {
  await page.getByRole("button", { name: "Nouvel article" }).click();
  const sheet = page.getByRole("dialog");
  await page.getByLabel("Chercher un genre d’article").fill("jupe");
  await sheet.getByRole("button", { name: "Jupe", exact: true }).click();
  await expect(sheet.getByLabel("Description")).toBeFocused();
  await page.keyboard.type(description);
  await sheet.getByText("Fille", { exact: true }).click();
  await sheet.getByRole("button", { name: "6 ans", exact: true }).click();
  await sheet.getByRole("textbox", { name: "Prix" }).fill("4");
  await sheet.getByRole("checkbox", { name: /^Ce vêtement/ }).check();
  await context.setOffline(true);
  await sheet.getByRole("button", { name: "Enregistrer" }).click();
  await expect(sheet).toHaveCount(0);
}

test("what is saved without network is kept over a reload, and leaves by itself when it is back", async ({
  page,
  context,
}) => {
  const kept = page.getByRole("region", { name: "Articles à envoyer" });
  const line = page.getByRole("button", { name: /Du tunnel.*6 ans/ });
  await logInAs(page, bourse, DEPOSITOR, `/listes/${draft}`);
  // From the second visit on the application is on the device.
  await page.evaluate(async () => void (await navigator.serviceWorker.ready));
  await page.reload();
  await keepSkirt(page, context, "Du tunnel");
  await expect(kept).toContainText("1 article à envoyer");
  await expect(kept.getByRole("button", { name: /^Du tunnel/ })).toContainText("pas encore envoyé");
  await expect(page.getByRole("button", { name: /^Valider/ })).toHaveCount(0);
  await lookAt(page, "list-waiting");
  await page.reload();
  await expect(kept).toContainText("1 article à envoyer");
  await context.setOffline(false);
  await expect(kept).toHaveCount(0, { timeout: 60_000 });
  await expect(line).toBeVisible();
  await page.reload();
  await expect(line).toHaveCount(1);
});

test("Back closes the sheet, and the article that was begun waits on the list", async ({ page }) => {
  await logInAs(page, bourse, DEPOSITOR, `/listes/${draft}`);
  await page.getByRole("button", { name: "Nouvel article" }).click();
  await page.getByLabel("Chercher un genre d’article").fill("jean");
  await page.getByRole("button", { name: "Pantalon", exact: true }).click();
  await page.getByLabel("Description").fill("Jean slim");
  await page.goBack();
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await expect(page).toHaveURL(`${bourse.url}/listes/${draft}`);
  const started = page.getByRole("region", { name: "Article commencé" });
  await expect(started).toContainText("Jean slim");
  await lookAt(page, "article-started");
  await started.getByRole("button", { name: "Continuer" }).click();
  await expect(page.getByLabel("Description")).toHaveValue("Jean slim");
  await page.getByRole("dialog").getByRole("button", { name: "Fermer" }).click();
  await started.getByRole("button", { name: "Jeter" }).click();
  await expect(started).toHaveCount(0);
  await page.getByRole("button", { name: "Remettre" }).click();
  await expect(started).toContainText("Jean slim");
  await started.getByRole("button", { name: "Jeter" }).click();
});

test("what is wrong is said above the buttons, and the first wrong field has the cursor", async ({
  page,
}) => {
  await logInAs(page, bourse, DEPOSITOR, `/listes/${draft}`);
  await page.getByRole("button", { name: "Nouvel article" }).click();
  await page.getByLabel("Chercher un genre d’article").fill("robe");
  await page.getByRole("button", { name: "Robe", exact: true }).click();
  await page.getByLabel("Description").fill("À pois");
  await page.getByRole("button", { name: "Et un autre" }).click();
  await expect(page.getByRole("textbox", { name: "Prix" })).toBeFocused();
  await expect(page.getByRole("dialog").getByRole("alert")).toHaveText("Indiquez un prix");
  await lookAt(page, "article-wrong");
  // The on-screen keyboard takes half of the screen: what is typed into stays in sight.
  await page.setViewportSize({ width: 390, height: 480 });
  const brand = page.getByRole("textbox", { name: "Marque" });
  await brand.click();
  await brand.fill("Kiabi");
  await expect(brand).toBeInViewport({ ratio: 1 });
  await page.setViewportSize({ width: 390, height: 844 });
  await page.getByRole("textbox", { name: "Prix" }).fill("5");
  await page.getByRole("checkbox", { name: /^Ce vêtement/ }).check();
  await page.route(/\/articles$/, (route) =>
    route.fulfill({ status: 500, json: { code: "internal_error" } }),
  );
  await page.getByRole("button", { name: "Enregistrer" }).click();
  const alert = page
    .getByRole("dialog")
    .getByRole("alert")
    .filter({ hasText: "Le serveur a rencontré une erreur" });
  await expect(alert).toBeInViewport({ ratio: 1 });
});
