import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { expect, type Page, test } from "@playwright/test";
import { Bourse } from "./support/bourse";
import { lookAt } from "./support/looks";
import { ask, logInAs, tell } from "./support/people";
import { type Article, lines, openTill, payBy, scan, Witness } from "./support/volunteer";

const MANAGER = "gestionnaire@demo.bourse";

let bourse: Bourse;
let witness: Witness;
let selling: string;

test.beforeAll(async () => {
  test.setTimeout(180_000);
  bourse = await Bourse.start("demo");
  witness = await Witness.of(bourse, "benevole8@demo.bourse");
  const { items } = await ask<{ items: { id: string; status: string }[] }>(bourse, MANAGER, "/editions");
  selling = items.find((edition) => edition.status === "sale")?.id ?? "none";
});
test.afterAll(() => bourse.stop());

async function fillReason(page: Page, reason: string, verb: string): Promise<void> {
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Raison").fill(reason);
  await dialog.getByRole("button", { name: verb, exact: true }).click();
  await expect(dialog).toBeHidden();
}

test("an article that two tills sold is settled by the manager", async ({ browser, page }) => {
  const [article] = witness.fresh(1) as [Article];
  const [cut, other] = [await browser.newContext(), await browser.newContext()];
  const [cutTill, otherTill] = [await cut.newPage(), await other.newPage()];
  await openTill(cutTill, bourse, "benevole7@demo.bourse", 7);
  await openTill(otherTill, bourse, "benevole8@demo.bourse", 8);
  await cut.setOffline(true);
  await scan(otherTill, article.code);
  await payBy(otherTill, "F2");
  await expect(otherTill.getByText(/Ticket n° \d+ payé/)).toBeVisible();
  await scan(cutTill, article.code);
  await payBy(cutTill, "F3");
  await cut.setOffline(false);
  await expect(cutTill.getByRole("status").filter({ hasText: /ligne/ })).toHaveText("En ligne", {
    timeout: 30_000,
  });
  await cut.close();
  await other.close();

  await logInAs(page, bourse, MANAGER, "/");
  await page.goto(`${bourse.url}/editions/${selling}/ventes`);
  const card = page.getByRole("alert").filter({ hasText: article.code });
  await expect(card).toContainText("Compte : caisse 8");
  await expect(card).toContainText("En trop : caisse 7");
  await lookAt(page, "conflict");
  await card.getByRole("button", { name: "Rembourser" }).click();
  await expect(page.getByRole("dialog")).toContainText("à rendre, comme le client a payé");
  await fillReason(page, "Le client est revenu à la caisse", "Rembourser");
  // It was paid by card at till 7, which is still open.
  await expect(page.getByText(/^Rendez .+ sur la carte$/)).toBeVisible();
  await expect(page.getByText("C’est noté dans le compte de la caisse 7.")).toBeVisible();
  await expect(card).toBeHidden();
});

/** A ticket of a session that the server does not know, as a replaced tablet may hand one over. */
function forged(article: Article): unknown {
  const { code, price_cents } = article;
  return {
    ticket_id: randomUUID(),
    session_id: randomUUID(),
    sequence: 1,
    previous: "0".repeat(64),
    signature: "0".repeat(64),
    private_sale: false,
    sold_at: new Date().toISOString(),
    lines: [{ code, price_cents }],
    payments: [{ amount_cents: price_cents, method: "cash" }],
  };
}

test("a ticket in quarantine is accepted into a drawer, another one is dropped", async ({ page }) => {
  const [accepted, dropped] = witness.fresh(2) as [Article, Article];
  for (const article of [accepted, dropped]) {
    await tell(bourse, "benevole6@demo.bourse", `/editions/${selling}/tickets/sync`, {
      tickets: [forged(article)],
    });
  }
  await logInAs(page, bourse, MANAGER, "/");
  await page.goto(`${bourse.url}/editions/${selling}/ventes`);
  const waiting = page.getByRole("alert").filter({ hasText: "Caisse inconnue" });
  await expect(waiting).toHaveCount(2);
  await lookAt(page, "quarantine");
  // The latest one stands first.
  await waiting.first().getByRole("button", { name: "Écarter" }).click();
  await expect(page.getByRole("dialog")).toContainText("Ses articles restent en vente");
  await fillReason(page, "Essai d’un bénévole", "Écarter");
  await expect(waiting).toHaveCount(1);
  await waiting.getByRole("button", { name: "Accepter" }).click();
  await page.getByLabel("Dans quelle caisse est l’argent ?").selectOption({ index: 1 });
  await fillReason(page, "L’argent est dans le tiroir", "Accepter");
  await expect(waiting).toHaveCount(0);
  expect((await witness.article(accepted.code)).status).toBe("sold");
  expect((await witness.article(dropped.code)).status).toBe("on_sale");
});

test("several tickets in quarantine are dropped together", async ({ page }) => {
  const articles = witness.fresh(3);
  for (const article of articles) {
    await tell(bourse, "benevole6@demo.bourse", `/editions/${selling}/tickets/sync`, {
      tickets: [forged(article)],
    });
  }
  await logInAs(page, bourse, MANAGER, "/");
  await page.goto(`${bourse.url}/editions/${selling}/ventes`);
  const waiting = page.getByRole("alert").filter({ hasText: "Caisse inconnue" });
  await expect(waiting).toHaveCount(3);
  await page.getByLabel("Tous ceux d’ici").check();
  await waiting.last().getByLabel("Choisir").uncheck();
  await page.getByRole("button", { name: "Écarter 2 tickets" }).click();
  await fillReason(page, "Essais d’un bénévole", "Écarter");
  await expect(waiting).toHaveCount(1);
  await waiting.getByRole("button", { name: "Écarter" }).click();
  await fillReason(page, "Essai d’un bénévole", "Écarter");
  await expect(waiting).toHaveCount(0);
});

test("a till is counted and closed, and its slip is kept", async ({ page }) => {
  const [article, left] = witness.fresh(2) as [Article, Article];
  await openTill(page, bourse, "benevole6@demo.bourse", 6);
  await scan(page, article.code);
  await payBy(page, "F2");
  await expect(page.getByText(/Ticket n° \d+ payé/)).toBeVisible();
  await scan(page, left.code);
  await page.getByRole("button", { name: "Menu" }).click();
  await page.getByRole("menuitem", { name: "Fermer la caisse (fin de journée)" }).click();
  await page.getByLabel("Espèces : montant compté").fill("50");
  await page.getByLabel("Carte : montant compté").fill("0");
  await page.getByLabel("Chèques : montant compté").fill("0");
  await page.getByRole("button", { name: "Compter billets et pièces" }).click();
  await lookAt(page, "till-counting");
  await page.getByRole("button", { name: "J’ai tout compté" }).click();
  await expect(page.getByText(/^Manque /)).toBeVisible();
  await page.getByRole("button", { name: "Fermer la caisse" }).click();
  await expect(page.getByText("Expliquez la différence")).toBeVisible();
  await lookAt(page, "till-closing");
  await page.getByRole("button", { name: "Recompter" }).click();
  await page.getByLabel("Espèces : montant compté").fill(String(50 + article.price_cents / 100));
  await page.getByRole("button", { name: "J’ai tout compté" }).click();
  await page.getByRole("button", { name: "Fermer la caisse" }).click();
  await expect(page.getByText("1 ticket pas encore payé")).toBeVisible();
  await page.getByRole("button", { name: "Abandonner et fermer" }).click();
  await expect(page.getByRole("heading", { name: "La caisse 6 est fermée. Merci !" })).toBeVisible();
  await expect(page.getByText("Juste", { exact: true })).toHaveCount(3);
  await lookAt(page, "till-closed");
  await page.reload();
  await expect(page.getByRole("heading", { name: "La caisse 6 est fermée. Merci !" })).toBeVisible();
  await expect(page.getByText("Juste", { exact: true })).toHaveCount(3);
  const fetched = page.waitForEvent("download");
  await page.getByRole("button", { name: "Imprimer le ticket Z (PDF)" }).click();
  const slip = await fetched;
  expect(slip.suggestedFilename()).toMatch(/^Caisse_6_.+\.pdf$/);
  expect(
    readFileSync(await slip.path())
      .subarray(0, 5)
      .toString(),
  ).toBe("%PDF-");
  await page.getByRole("button", { name: "Ouvrir une autre caisse" }).click();
  await page.reload();
  await expect(page.getByRole("button", { name: "Ouvrir la caisse" })).toBeVisible();

  await logInAs(page, bourse, MANAGER, "/");
  await page.goto(`${bourse.url}/editions/${selling}/ventes`);
  const again = page.waitForEvent("download");
  await page.getByRole("button", { name: /^Ticket Z de la caisse 6/ }).click();
  expect((await again).suggestedFilename()).toBe(slip.suggestedFilename());
});

test("a basket scanned at the table is paid at the desk", async ({ browser }) => {
  const [first, second] = witness.fresh(2) as [Article, Article];
  const [table, desk] = [
    await (await browser.newContext()).newPage(),
    await (await browser.newContext()).newPage(),
  ];
  await openTill(table, bourse, "benevole1@demo.bourse", 1);
  await openTill(desk, bourse, "benevole2@demo.bourse", 2);
  await scan(table, first.code);
  await scan(table, second.code);
  await expect(lines(table)).toHaveCount(2);
  await table.getByRole("button", { name: "Envoyer ce ticket à la caisse" }).click();
  await expect(table.getByRole("img", { name: "Code QR du ticket 1" })).toBeVisible();
  await lookAt(table, "till-give");
  await table.getByRole("button", { name: "Client suivant" }).click();
  await expect(lines(table)).toHaveCount(0);

  await desk.getByRole("button", { name: "Menu" }).click();
  await desk.getByRole("menuitem", { name: "Prendre le ticket d’une autre caisse" }).click();
  await expect(desk.getByRole("button", { name: /^Ticket 1\b/ })).toBeVisible();
  await lookAt(desk, "till-take");
  await desk.keyboard.press("Escape");
  // As the scanner reads it from the other screen.
  await scan(desk, "TICKET 1");
  await expect(desk.getByText("Ticket 1 repris : 2 articles")).toBeVisible();
  await expect(lines(desk)).toHaveCount(2);
  await payBy(desk, "F3");
  await expect(desk.getByText(/Ticket n° \d+ payé/)).toBeVisible();
  expect((await witness.article(first.code)).status).toBe("sold");
  await scan(table, "TICKET 1");
  await expect(table.getByText(/déjà été repris à une autre caisse/)).toBeVisible();
});

test("a manager counts and closes a till whose tablet is gone", async ({ page }) => {
  // Nobody sits at the first tills of the demonstration: they go silent after a minute and a half.
  test.setTimeout(240_000);
  await logInAs(page, bourse, MANAGER, "/");
  await page.goto(`${bourse.url}/editions/${selling}/ventes`);
  await page.getByRole("button", { name: /^Compter et fermer la caisse 4/ }).click({ timeout: 180_000 });
  const dialog = page.getByRole("dialog", { name: "Fermer la caisse 4" });
  await dialog.getByRole("button", { name: "Fermer la caisse" }).click();
  await expect(dialog.getByText("Dites pourquoi, en quelques mots")).toBeVisible();
  await lookAt(page, "till-closed-by-manager");
  for (const method of ["Espèces", "Carte", "Chèques"]) {
    await dialog.getByLabel(`${method} : montant compté`).fill("0");
  }
  await dialog.getByLabel("Pourquoi").fill("La tablette ne s’allume plus");
  await dialog.getByRole("button", { name: "Fermer la caisse" }).click();
  // What it came to stays until it was read, and stands in the till's row afterwards.
  await expect(dialog.getByText("La caisse 4 est fermée.")).toBeVisible();
  await expect(dialog.getByText(/^Manque/).first()).toBeVisible();
  await dialog.getByRole("button", { name: "Terminé" }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByText("« La tablette ne s’allume plus »")).toBeVisible();
  await expect(page.getByRole("button", { name: /^Ticket Z de la caisse 4/ })).toBeVisible({
    timeout: 20_000,
  });
});
