import { expect, type Page, test } from "@playwright/test";
import { type Page as PageRow, pages } from "../src/app/routes/pages";
import { type PathName, paths } from "../src/lib/paths";
import { Bourse } from "./support/bourse";
import { lookAt } from "./support/looks";
import { ask, logInAs } from "./support/people";

const MANAGER = "gestionnaire@demo.bourse";
const DEPOSITOR = "deposant@demo.bourse";
const ADMIN = "admin@demo.bourse";

/** What stands on a page once it is drawn, where another heading than its title says so. */
const DRAWN: Partial<Record<PathName, string>> = {
  edition: "À faire maintenant",
  configuration: "Dates et heures",
  slots: "Créneaux de dépôt",
  billetweb: "Imports précédents",
  rules: "Ce que la bourse ne prend pas",
  profile: "Coordonnées",
};

const table = Object.entries(pages) as readonly (readonly [PathName, PageRow])[];

/** The pages in the frame that ask for one of these roles; a list has tests of its own. */
function pagesFor(...roles: readonly PageRow["least"][]): readonly PathName[] {
  return table
    .filter(([name, { least, frame }]) => roles.includes(least) && frame !== false && name !== "list")
    .map(([name]) => name);
}

async function visit(page: Page, name: PathName, edition: string, heading = DRAWN[name]): Promise<void> {
  const parts: Record<string, string> = { editionId: edition, ...inside.get(edition) };
  const address = paths[name].replace(/\$(\w+)/g, (_, part: string) => parts[part] ?? "none");
  await page.goto(bourse.url + address);
  const drawn = heading === undefined ? { level: 1 as const } : { name: heading, exact: true };
  await expect(page.getByRole("heading", drawn)).toBeVisible();
  await expect(page.getByLabel("Chargement")).toHaveCount(0);
}

interface Named {
  readonly id: string;
  readonly status: string;
}

let bourse: Bourse;
let selling: string;
let declaring: string;
/** Somebody, a list and an article of each edition, for the pages that show one of them. */
const inside = new Map<string, Record<string, string>>();

async function lookInside(edition: string): Promise<void> {
  const first = async (path: string): Promise<{ id: string; depositor?: { id: string } }> => {
    const { items } = await ask<{ items: { id: string; depositor?: { id: string } }[] }>(
      bourse,
      MANAGER,
      `/editions/${edition}/${path}`,
    );
    return items[0] ?? { id: "none" };
  };
  const list = await first("lists");
  const article = await first("articles");
  inside.set(edition, { userId: list.depositor?.id ?? "none", listId: list.id, articleId: article.id });
}

test.beforeAll(async () => {
  test.setTimeout(180_000);
  bourse = await Bourse.start("demo");
  const { items } = await ask<{ items: Named[] }>(bourse, MANAGER, "/editions");
  const found = (status: string) => items.find((edition) => edition.status === status)?.id ?? "none";
  selling = found("sale");
  declaring = found("registrations_open");
  await Promise.all([selling, declaring].map(lookInside));
});
test.afterAll(() => bourse.stop());

test("a depositor finds slot, lists and sales", async ({ page }) => {
  await logInAs(page, bourse, DEPOSITOR);
  await expect(page.getByRole("heading", { name: /^Bonjour/ })).toBeVisible();
  await expect(page.getByText("Votre créneau de dépôt")).toBeVisible();
  await lookAt(page, "depositor-home");
  await page.getByRole("link", { name: "Voir mes ventes" }).click();
  await expect(page.getByText("Pour vous, à cette heure")).toBeVisible();
  await lookAt(page, "my-sales");
});

test("a depositor adds, copies, removes and brings back an article with a thumb", async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  const { items } = await ask<{ items: { id: string; state: string }[] }>(bourse, DEPOSITOR, "/me/lists");
  const draft = items.find((list) => list.state === "draft")?.id ?? "none";
  await logInAs(page, bourse, DEPOSITOR, `/listes/${draft}`);
  const count = page.getByRole("status", { name: "Compte de la liste" });
  await expect(count).toContainText("/ 24");
  const before = Number(/(\d+) \/ 24/.exec((await count.textContent()) ?? "")?.[1]);
  await lookAt(page, "list-draft");
  await page.getByRole("button", { name: "Nouvel article" }).click();
  await lookAt(page, "article-kinds");
  await page.getByLabel("Chercher un genre d’article").fill("siège");
  await expect(page.getByText("Siège-auto")).toBeVisible();
  await lookAt(page, "article-refused");
  await page.getByLabel("Chercher un genre d’article").fill("puzzle");
  await page.getByRole("button", { name: "Puzzle", exact: true }).click();
  await page.getByRole("button", { name: "Enregistrer" }).click();
  await expect(page.getByText("Cochez cette case pour enregistrer")).toBeVisible();
  await page.getByLabel("Description").fill("Puzzle des planètes 60 pièces");
  await page.getByLabel("Prix").fill("4");
  await page.getByLabel(/Ce jeu est complet/).check();
  await lookAt(page, "article-form");
  await page.getByRole("button", { name: "Enregistrer" }).click();
  const added = page.getByRole("button", { name: /^\d+\.\s*Puzzle des planètes/ });
  await expect(added).toHaveCount(1);
  await expect(count).toContainText(`${before + 1} / 24`);
  const menu = page.getByRole("button", { name: "Actions pour « Puzzle des planètes 60 pièces »" });
  await menu.click();
  await page.getByRole("menuitem", { name: "Dupliquer" }).click();
  await expect(page.getByLabel("Description")).toBeFocused();
  await page.getByLabel("Description").fill("Puzzle des planètes 80 pièces");
  await page.getByRole("button", { name: "Enregistrer" }).click();
  await expect(added).toHaveCount(2);
  await menu.first().click();
  await page.getByRole("menuitem", { name: "Supprimer" }).click();
  await expect(added).toHaveCount(1);
  await page.getByRole("button", { name: "Remettre" }).click();
  await expect(added).toHaveCount(2);
});

test("what is typed for an article survives a reload", async ({ page }) => {
  const { items } = await ask<{ items: { id: string; state: string }[] }>(bourse, DEPOSITOR, "/me/lists");
  const draft = items.find((list) => list.state === "draft")?.id ?? "none";
  await logInAs(page, bourse, DEPOSITOR, `/listes/${draft}`);
  await page.getByRole("button", { name: "Nouvel article" }).click();
  await page.getByRole("button", { name: "Livres", exact: true }).click();
  await page.getByRole("button", { name: "Livre enfant", exact: true }).click();
  await page.getByLabel("Description").fill("Le Petit Prince");
  await page.reload();
  await expect(page.getByLabel("Description")).toHaveValue("Le Petit Prince");
});

test("every page before the log-in can be read by everybody", async ({ page }) => {
  for (const name of pagesFor(undefined)) {
    await visit(page, name, "none");
    await lookAt(page, `outside-${name}`);
  }
});

test("every page of a depositor can be read by everybody", async ({ page }) => {
  await logInAs(page, bourse, DEPOSITOR);
  for (const name of pagesFor("depositor")) {
    await visit(page, name, selling);
    await lookAt(page, `depositor-${name}`);
  }
});

test("every page of an edition that takes registrations can be read by everybody", async ({ page }) => {
  test.setTimeout(180_000);
  const early: Partial<Record<PathName, string>> = {
    sales: "La vente n’est pas encore ouverte",
    payouts: "La vente n’est pas terminée",
    closing: "Pas encore",
  };
  await logInAs(page, bourse, MANAGER);
  await lookAt(page, "manager-home");
  for (const name of pagesFor("volunteer", "manager")) {
    await visit(page, name, declaring, early[name] ?? DRAWN[name]);
    await lookAt(page, name);
  }
});

test("the pages of an edition on sale can be read by everybody", async ({ page }) => {
  await logInAs(page, bourse, MANAGER);
  for (const [name, heading] of [
    ["edition", DRAWN.edition],
    ["sales", "Ventes par heure"],
    ["tickets", "Tickets"],
    ["depositor", "Historique"],
    ["editionList", "Articles"],
    ["article", "Historique"],
  ] as const) {
    await visit(page, name, selling, heading);
    await lookAt(page, `${name}-on-sale`);
  }
});

test("every page of an admin can be read by everybody", async ({ page }) => {
  await logInAs(page, bourse, ADMIN);
  for (const name of pagesFor("admin")) {
    await visit(page, name, selling);
    await lookAt(page, name);
  }
});

test("a table keeps search, filter and order in its address", async ({ page }) => {
  await logInAs(page, bourse, MANAGER, "/");
  await page.goto(`${bourse.url}/editions/${selling}/listes`);
  await page.getByLabel("Chercher un numéro ou un nom").fill("deposant");
  await expect(page.getByText(/^2 listes/)).toBeVisible();
  await page.getByRole("button", { name: "Articles" }).click();
  await expect(page).toHaveURL(/q=deposant/);
  await expect(page).toHaveURL(/tri=articles/);
  await page.reload();
  await expect(page.getByText(/^2 listes/)).toBeVisible();
});

test("a manager finds a sale again and takes an article back", async ({ page }) => {
  await logInAs(page, bourse, MANAGER);
  await page.goto(`${bourse.url}/editions/${selling}/tickets`);
  const day = page.getByLabel("Jour");
  // The demonstration has sold for some hours, perhaps over midnight.
  const days = day.locator("option");
  await expect(days.first()).toHaveText("Tous les jours");
  await expect(days.nth(1)).toHaveText(/^(Lundi|Mardi|Mercredi|Jeudi|Vendredi|Samedi|Dimanche) /);
  expect(await days.count()).toBeLessThanOrEqual(3);
  const rows = page.getByRole("table", { name: "Tickets" }).getByRole("row");
  const several = rows.filter({ hasText: /et \d+ autre/ }).first();
  const number = await several.getByRole("button", { name: /^Ticket \d+$/ }).textContent();
  await lookAt(page, "tickets-rows");
  await page.getByLabel(/^Numéro, étiquette/).fill(number?.replace("Ticket ", "") ?? "none");
  await expect(rows).toHaveCount(2);
  await expect(page).toHaveURL(/q=%22\d+/);
  await page.keyboard.press("Enter");
  const ticket = page.getByRole("article", { name: number ?? "none" });
  await ticket.getByRole("button", { name: "Annuler…" }).click();
  const dialog = page.getByRole("dialog", { name: /^Annuler dans le ticket/ });
  const articles = dialog.getByRole("checkbox", { name: /€/ });
  await dialog.getByRole("checkbox", { name: "Tout le ticket" }).check();
  await expect(articles.first()).toBeChecked();
  await dialog.getByRole("checkbox", { name: "Tout le ticket" }).uncheck();
  await expect(articles.first()).not.toBeChecked();
  await articles.first().check();
  await dialog.getByLabel("Défaut de l’article").check();
  await lookAt(page, "ticket-cancel");
  await dialog.getByRole("button", { name: /^Annuler et rendre/ }).click();
  await expect(ticket.getByRole("status")).toContainText(/Rendez .+€ .+ au client/);
  await expect(ticket.getByText("Annulé", { exact: true })).toBeVisible();
  await lookAt(page, "ticket-cancelled");
});

test("after the sale payouts are computed, printed and paid in two clicks", async ({ page }) => {
  test.setTimeout(180_000);
  await logInAs(page, bourse, MANAGER);
  await page.goto(`${bourse.url}/editions/${selling}`);
  await page.getByRole("button", { name: "Terminer la vente" }).click();
  await expect(page.getByRole("dialog")).toContainText("deviennent invendus");
  await lookAt(page, "end-sale-question");
  const why = page.getByRole("dialog").getByLabel("Raison");
  if (await why.isVisible()) await why.fill("Fin de la démonstration");
  await page.getByRole("dialog").getByRole("button", { name: "Terminer la vente" }).click();
  await page.getByRole("link", { name: "Traiter les reversements" }).click();
  await page.getByRole("button", { name: "Calculer les reversements" }).click();
  await expect(page.getByText("Reste à payer")).toBeVisible();
  const slips = page.waitForEvent("download");
  await page.getByRole("button", { name: "Tous les bordereaux (PDF)" }).click();
  expect((await slips).suggestedFilename()).toMatch(/^Reversements_.+\.pdf$/);
  await lookAt(page, "payouts");
  await page
    .getByRole("checkbox", { name: /^Choisir (?!toute)/ })
    .nth(0)
    .check();
  await page
    .getByRole("checkbox", { name: /^Choisir (?!toute)/ })
    .nth(2)
    .check();
  const chosen = page.waitForEvent("download");
  await page.getByRole("button", { name: "Bordereaux (PDF)", exact: true }).click();
  expect((await chosen).suggestedFilename()).toMatch(/^Reversements_.+_2_choisis_.+\.pdf$/);
  await lookAt(page, "payouts-chosen");
  // On a telephone the bar is one row, and what it does is behind one button.
  const choice = page.getByRole("status").filter({ hasText: "dans votre choix" }).locator("..");
  for (const [width, height] of [
    [390, 844],
    [320, 640],
  ] as const) {
    await page.setViewportSize({ width, height });
    await expect(page.getByRole("button", { name: "Actions", exact: true })).toBeVisible();
    expect((await choice.boundingBox())?.height, `bar of the choice at ${width} px`).toBeLessThan(90);
    await page.screenshot({ path: `e2e/screenshots/payouts-chosen-${width}.png` });
  }
  await page.setViewportSize({ width: 390, height: 844 });
  await page.getByRole("button", { name: "Actions", exact: true }).click();
  await expect(page.getByRole("menuitem", { name: "Bordereaux (PDF)" })).toBeVisible();
  await lookAt(page, "payouts-chosen-actions");
  // Seen at a desk's width meanwhile, the bar has its buttons side by side and no menu.
  await page.setViewportSize({ width: 390, height: 844 });
  await page.getByRole("button", { name: "Actions", exact: true }).click();
  await page.getByRole("menuitem", { name: "Effacer le choix" }).click();
  await page.setViewportSize({ width: 1366, height: 768 });
  await page
    .getByRole("button", { name: /^Payer / })
    .first()
    .click();
  await page.getByLabel("Numéro du chèque").fill("0001234");
  await lookAt(page, "pay");
  await page.keyboard.press("Enter");
  await expect(page.getByText(/^1 réglé sur/)).toBeVisible();
  await expect(page.getByRole("button", { name: /^Payer / }).first()).toBeFocused();
  await page
    .getByRole("button", { name: /^Payer / })
    .first()
    .click();
  await expect(page.getByLabel("Numéro du chèque")).toHaveValue("0001235");
  await page.keyboard.press("Escape");
  await page
    .getByRole("button", { name: /^Autres actions/ })
    .first()
    .click();
  await page.getByRole("menuitem", { name: "Noter l’absence" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Noter l’absence" }).click();
  await page.getByText(/^Absences \(1\)/).click();
  await expect(page).toHaveURL(/etat=absent/);
  await expect(page.getByText(/^1 reversement/)).toBeVisible();
});

test("an admin sees what still keeps an edition from being closed", async ({ page }) => {
  await logInAs(page, bourse, ADMIN, "/");
  await page.goto(`${bourse.url}/editions/${selling}/cloture`);
  await expect(page.getByText(/aucune absence n.y est notée/)).toBeVisible();
  await expect(page.getByRole("button", { name: "Clôturer l’édition" })).toBeDisabled();
  await lookAt(page, "closing");
  await page.goto(`${bourse.url}/comptes`);
  await page.getByRole("button", { name: "Inviter quelqu’un" }).click();
  await lookAt(page, "invite");
  await page.getByLabel("Adresse e-mail").fill("nouvelle@asso.test");
  await page.getByLabel("Prénom").fill("Nina");
  await page.getByLabel(/^Nom\b/).fill("Nouvelle");
  await page.getByRole("button", { name: "Envoyer l’invitation" }).click();
  await page.getByLabel("Chercher un nom ou une adresse").fill("nouvelle");
  await expect(page.getByRole("cell", { name: "nouvelle@asso.test" })).toBeVisible();
});
