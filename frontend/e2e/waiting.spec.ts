import { randomUUID } from "node:crypto";
import { expect, type Locator, type Page, test } from "@playwright/test";
import { Bourse } from "./support/bourse";
import { lookAt } from "./support/looks";
import { ask, logInAs, tell } from "./support/people";

const DEPOSITOR = "deposant@demo.bourse";
const SENDING = /\/api\/v1\/lists\/[^/]+\/articles$/;

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

const waiting = (page: Page) => page.getByRole("region", { name: "Articles à envoyer" });

/** Saves an article while nothing of the list arrives: it is kept on the device. */
async function keep(page: Page, kind: string, description: string): Promise<void> {
  const sheet = page.getByRole("dialog");
  await page.getByRole("button", { name: "Nouvel article" }).click();
  await page.getByLabel("Chercher un genre d’article").fill(kind);
  await sheet.getByRole("button", { name: kind, exact: true }).click();
  await sheet.getByLabel("Description").fill(description);
  await sheet.getByRole("textbox", { name: "Prix" }).fill("4");
  await sheet.getByRole("checkbox", { name: /^Cet? / }).check();
  await page.route(SENDING, (route) => route.abort("internetdisconnected"));
  await sheet.getByRole("button", { name: "Enregistrer" }).click();
  await expect(sheet).toHaveCount(0);
  await expect(waiting(page)).toContainText("1 article à envoyer");
}

/** One of its kind is all that a list takes, and it was entered on another device meanwhile: the server refuses what was kept. */
async function refused(page: Page, subcategory: string, sentence: string): Promise<Locator> {
  const other = {
    id: randomUUID(),
    subcategory,
    description: "D’un autre appareil",
    price_cents: 200,
    certified: true,
  };
  await tell(bourse, DEPOSITOR, `/lists/${draft}/articles`, other);
  await page.unroute(SENDING);
  await waiting(page).getByRole("button", { name: "Envoyer maintenant" }).click();
  const alert = waiting(page).getByRole("alert");
  await expect(alert).toContainText(sentence);
  return alert;
}

test("an article that the server refuses after all is mended and leaves", async ({ page }) => {
  await logInAs(page, bourse, DEPOSITOR, `/listes/${draft}`);
  await keep(page, "Peluche", "Ours bleu");
  const alert = await refused(page, "soft_toy", "« Ours bleu » n’est pas sur la liste");
  await expect(alert).toContainText("Une seule peluche par liste");
  await lookAt(page, "list-refused");
  // It is kept with its refusal, over a reload too, and is not sent again by itself.
  await page.reload();
  await alert.getByRole("button", { name: "Corriger" }).click();
  const sheet = page.getByRole("dialog");
  await expect(sheet.getByLabel("Description")).toHaveValue("Ours bleu");
  await expect(sheet.getByRole("textbox", { name: "Prix" })).toHaveValue("4");
  await sheet.getByRole("button", { name: "Changer" }).click();
  await page.getByLabel("Chercher un genre d’article").fill("jouet");
  await sheet.getByRole("button", { name: "Jouet", exact: true }).click();
  await sheet.getByRole("button", { name: "Enregistrer" }).click();
  await expect(sheet).toHaveCount(0);
  await expect(waiting(page)).toHaveCount(0);
  const line = page.getByRole("button", { name: /Ours bleu.*4\s€/ });
  await expect(line).toHaveCount(1);
  await page.reload();
  await expect(line).toHaveCount(1);
});

test("an article that the server refuses is thrown away, which can be taken back at once", async ({
  page,
}) => {
  await logInAs(page, bourse, DEPOSITOR, `/listes/${draft}`);
  await keep(page, "Sac à main", "Cabas rouge");
  const alert = await refused(page, "handbag", "Un seul sac à main par liste");
  await alert.getByRole("button", { name: "Jeter" }).click();
  await expect(waiting(page)).toHaveCount(0);
  await expect(page.getByText(/«\s*Cabas rouge\s*» est jeté/)).toBeVisible();
  await page.getByRole("button", { name: "Remettre" }).click();
  await expect(alert).toContainText("Un seul sac à main par liste");
  await alert.getByRole("button", { name: "Jeter" }).click();
  await page.reload();
  await expect(page.getByRole("button", { name: "Nouvel article" })).toBeVisible();
  await expect(waiting(page)).toHaveCount(0);
  await expect(page.getByText("Cabas rouge")).toHaveCount(0);
});

test("who logs out while an article waits is asked, and finds it again", async ({ page }) => {
  await logInAs(page, bourse, DEPOSITOR, `/listes/${draft}`);
  await keep(page, "Puzzle", "Cent pièces");
  const leave = async () => {
    await page.getByRole("button", { name: /Menu de/ }).click();
    await page.getByRole("menuitem", { name: "Se déconnecter" }).click();
  };
  const question = page.getByRole("dialog", { name: "Des articles ne sont pas encore envoyés" });
  await leave();
  await expect(question).toContainText("Ils restent sur cet appareil");
  await lookAt(page, "leaving-with-articles");
  await question.getByRole("button", { name: "Annuler" }).click();
  await expect(question).toHaveCount(0);
  await expect(waiting(page)).toContainText("1 article à envoyer");
  await leave();
  await question.getByRole("button", { name: "Se déconnecter" }).click();
  await page.waitForURL(/\/connexion/);
  // Nobody else sees it; whose it is sends it with the next visit.
  await logInAs(page, bourse, "admin@demo.bourse");
  await expect(page.getByText("article à envoyer")).toHaveCount(0);
  await leave();
  await page.waitForURL(/\/connexion/);
  await page.unroute(SENDING);
  await logInAs(page, bourse, DEPOSITOR, `/listes/${draft}`);
  await expect(waiting(page)).toHaveCount(0);
  await expect(page.getByRole("button", { name: /Cent pièces.*4\s€/ })).toHaveCount(1);
  // Nothing waits any more: nothing is asked.
  await leave();
  await page.waitForURL(/\/connexion/);
});
