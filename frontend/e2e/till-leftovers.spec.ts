import { expect, test } from "@playwright/test";
import { Bourse } from "./support/bourse";
import { lookAt } from "./support/looks";
import { ask, tell } from "./support/people";
import { type Article, lines, openTill, payBy, scan, Witness } from "./support/volunteer";

const MANAGER = "gestionnaire@demo.bourse";

let bourse: Bourse;
let witness: Witness;

test.beforeAll(async () => {
  test.setTimeout(300_000);
  bourse = await Bourse.start("demo");
  witness = await Witness.of(bourse, "benevole8@demo.bourse");
});
test.afterAll(() => bourse.stop());

test("a renewal whose answer is lost, then a reload without network: the till sells on", async ({
  page,
  context,
}) => {
  const [first, second] = witness.fresh(2) as [Article, Article];
  const catalogue = page.waitForResponse((response) => response.url().includes("/register-catalogue"), {
    timeout: 60_000,
  });
  await openTill(page, bourse, "benevole2@demo.bourse", 2);
  await (await catalogue).finished();
  await scan(page, first.code);
  await expect(lines(page)).toHaveCount(1);
  // The server renews the log-in, nobody hears of it.
  await page.route("**/api/v1/auth/**refresh", async (route) => {
    await route.fetch();
    await route.abort();
  });
  await page.reload();
  await expect(lines(page)).toHaveCount(1);
  await context.setOffline(true);
  await page.evaluate(() => localStorage.removeItem("bourse.identity"));
  await page.reload();
  await expect(lines(page)).toHaveCount(1);
  await expect(page.getByLabel(/Scanner une étiquette/)).toBeFocused();
  await scan(page, second.code);
  await expect(lines(page)).toHaveCount(2);
  await payBy(page, "F3");
  await expect(page.getByText(/Gardé sur cette caisse/)).toBeVisible();
});

test("tickets left behind leave in the settlement, without any open till", async ({ page }) => {
  const [article] = witness.fresh(1) as [Article];
  await openTill(page, bourse, "benevole1@demo.bourse", 1);
  await page.route("**/tickets", (route) => route.abort());
  await page.route("**/tickets/sync", (route) => route.abort());
  await scan(page, article.code);
  await payBy(page, "F3");
  await expect(page.getByText(/Gardé sur cette caisse/)).toBeVisible();
  await page.getByRole("button", { name: "Menu" }).click();
  await page.getByRole("menuitem", { name: "Fermer la caisse (fin de journée)" }).click();
  await page.getByLabel("Espèces : montant compté").fill("50");
  await page.getByLabel("Carte : montant compté").fill(String(article.price_cents / 100).replace(".", ","));
  await page.getByLabel("Chèques : montant compté").fill("0");
  await page.getByRole("button", { name: "J’ai tout compté" }).click();
  await page.getByLabel("Remarque").fill("Un ticket attend le réseau");
  await page.getByRole("button", { name: "Fermer la caisse" }).click();
  await page.getByRole("button", { name: "Fermer quand même" }).click();
  await expect(page.getByText("1 ticket à envoyer.")).toBeVisible();
  await lookAt(page, "till-leftovers");
  const { items } = await ask<{ items: { id: string; status: string }[] }>(bourse, MANAGER, "/editions");
  const selling = items.find(({ status }) => status === "sale")?.id;
  await tell(bourse, MANAGER, `/editions/${selling}/end-sale`, {
    overrides: ["sale_not_over", "register_session_open", "tickets_unsent"],
    reason: "La salle est rendue, les appareils rentrent demain",
  });
  await page.reload();
  await expect(page.getByText("1 ticket à envoyer.")).toBeVisible();
  await page.unrouteAll();
  // It leaves by itself.
  await expect(page.getByText("1 ticket, tous arrivés.", { exact: false })).toBeVisible({ timeout: 30_000 });
  expect((await witness.article(article.code)).status).toBe("sold");
});
