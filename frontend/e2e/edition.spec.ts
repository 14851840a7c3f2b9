import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, type Page, test } from "@playwright/test";
import { Bourse } from "./support/bourse";
import { nextMonth } from "./support/calendar";
import { lookAt } from "./support/looks";
import { logInAs } from "./support/people";

const ADMIN = { email: "anne@asso.test", password: "trois petits chats bleus" };
const DEPOSITOR = { email: "lucie.nguyen@example.org", password: "quatre grands chiens verts" };
const EXPORT = join(import.meta.dirname, "../../tests/data/billetweb-automne.csv");

const month = nextMonth();

let bourse: Bourse;

test.describe.configure({ mode: "serial" });
test.beforeAll(async () => {
  bourse = await Bourse.start();
  bourse.run(["admin", "create", "--email", ADMIN.email, "--first-name", "Anne"], `${ADMIN.password}\n`);
});
test.afterAll(() => bourse.stop());

/** Picks days of next month in the calendar of a field; one for several days stays open, the others close themselves. */
async function pick(page: Page, label: RegExp, days: readonly number[], severalDays = false): Promise<void> {
  await page.getByLabel(label).click();
  const next = page.getByRole("button", { name: "Mois suivant" });
  await next.click();
  for (const day of days) {
    await page
      .getByRole("button", { name: new RegExp(`^${day}(er)? \\S+ ${month.slice(0, 4)}$`) })
      .first()
      .click();
  }
  if (severalDays) await page.keyboard.press("Escape");
  await expect(next).toHaveCount(0);
}

async function openEdition(page: Page): Promise<void> {
  await logInAs(page, bourse, ADMIN.email, "/editions", ADMIN.password);
  await page.locator("#contenu").getByRole("link", { name: "Automne" }).click();
  await expect(page.getByRole("heading", { name: "Automne", level: 1 })).toBeVisible();
}

test("an admin creates an edition, sets its dates and adds the usual slots", async ({ page }) => {
  await logInAs(page, bourse, ADMIN.email, "/editions", ADMIN.password);
  await expect(page.getByText("Aucune édition")).toBeVisible();
  await lookAt(page, "editions-empty");
  await page.getByRole("button", { name: "Nouvelle édition" }).first().click();
  await page.getByLabel(/^Nom/).fill("Automne");
  await page.getByLabel(/^Code/).fill("AUT26");
  await pick(page, /^Premier et dernier jour/, [1, 10]);
  await lookAt(page, "edition-new");
  await page.getByRole("button", { name: "Créer l’édition" }).click();
  await page.getByRole("link", { name: "Configurer l’édition" }).click();
  await pick(page, /^Jours de dépôt/, [5, 6, 7], true);
  await pick(page, /^Jours de vente/, [8, 9], true);
  await pick(page, /^Dernier jour de restitution/, [10]);
  await pick(page, /^Date limite de déclaration/, [6]);
  await page.getByRole("button", { name: "Enregistrer" }).click();
  await expect(page.getByText("La déclaration se termine avant le premier dépôt")).toBeVisible();
  await page.getByLabel(/^Date limite de déclaration/).click();
  await page.getByRole("button", { name: /^2 / }).first().click();
  await page.getByRole("button", { name: "Enregistrer" }).click();
  await expect(page.getByText("La configuration est enregistrée.")).toBeVisible();
  await page.getByRole("link", { name: "Créneaux" }).first().click();
  await lookAt(page, "slots-empty");
  await page.getByRole("button", { name: "Ajouter les créneaux habituels" }).click();
  await expect(page.getByRole("button", { name: /^Modifier le créneau/ })).toHaveCount(8);
});

test("the Billetweb export is checked, mapped and imported once", async ({ page }) => {
  await openEdition(page);
  await page.getByRole("link", { name: "Importer les inscriptions" }).first().click();
  const text = readFileSync(EXPORT, "utf8").replaceAll("2025-11-0", `${month}-0`);
  const file = { name: "participants.csv", mimeType: "text/csv", buffer: Buffer.from(text) };
  await page.locator("input[type=file]").setInputFiles(file);
  await expect(page.getByText("Les tarifs")).toBeVisible();
  await expect(page.getByLabel("Type de liste du tarif Adhérent ALPE - listes 1000")).toHaveValue(
    "member_1000",
  );
  await lookAt(page, "import-preview");
  await page.getByRole("button", { name: /^Importer \d+ inscriptions/ }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Importer" }).click();
  await expect(page.getByText("160 inscriptions importées")).toBeVisible();
  await lookAt(page, "import-result");
  await page.getByRole("button", { name: "Importer un autre fichier" }).click();
  await page.locator("input[type=file]").setInputFiles(file);
  await expect(page.getByText("Rien de nouveau dans ce fichier")).toBeVisible();
});

test("place, hours and fees are set with the dates, and what cannot be is told at its field", async ({
  page,
}) => {
  await openEdition(page);
  await page.getByRole("link", { name: "Configuration" }).first().click();
  await page.getByLabel(/^Lieu/).fill("Gymnase");
  const back = page.getByLabel("Restitution des autres listes, de");
  await back.fill("20:15");
  await page.getByRole("button", { name: "Enregistrer" }).click();
  await expect(page.getByText("La fin vient après le début")).toBeVisible();
  await page.getByLabel("Restitution des autres listes, à").fill("21:00");
  await page.getByLabel(/^Frais d’une liste 1000/).fill("1,50");
  await lookAt(page, "configuration-hours");
  await page.getByRole("button", { name: "Enregistrer" }).click();
  await expect(page.getByText("La configuration est enregistrée.")).toBeVisible();
  await page.reload();
  await expect(page.getByLabel(/^Lieu/)).toHaveValue("Gymnase");
  await expect(page.getByLabel("Restitution des autres listes, de")).toHaveValue("20\u00a0h\u00a015");
  await expect(page.getByLabel(/^Frais d’une liste 1000/)).toHaveValue(/^1,50?\s€$/);
});

test("a second edition names the one that runs, and is taken away as it came", async ({ page }) => {
  await logInAs(page, bourse, ADMIN.email, "/editions", ADMIN.password);
  await page.getByRole("button", { name: "Nouvelle édition" }).first().click();
  await page.getByLabel(/^Nom/).fill("Essai");
  await page.getByLabel(/^Code/).fill("ZZ");
  await pick(page, /^Premier et dernier jour/, [20, 25]);
  await page.getByRole("button", { name: "Créer l’édition" }).click();
  await expect(page.getByRole("heading", { name: "Essai", level: 1 })).toBeVisible();
  const beside = page.getByRole("alert").filter({ hasText: "« Automne » est encore en cours" });
  await expect(beside.getByRole("link", { name: "« Automne »" })).toBeVisible();
  await lookAt(page, "edition-beside");
  await page.getByRole("button", { name: "Supprimer cette édition" }).click();
  const question = page.getByRole("dialog", { name: "Supprimer cette édition" });
  await expect(question).toContainText("Elle n’a aucune inscription.");
  await lookAt(page, "edition-remove");
  await question.getByRole("button", { name: "Supprimer" }).click();
  await expect(page.getByText("« Essai » est supprimée.")).toBeVisible();
  await expect(page).toHaveURL(/\/editions$/);
  await expect(page.getByRole("link", { name: "Essai" })).toHaveCount(0);
  await page.getByRole("link", { name: "Automne" }).first().click();
  await expect(page.getByRole("heading", { name: "Automne", level: 1 })).toBeVisible();
  await expect(page.getByRole("button", { name: "Supprimer cette édition" })).toHaveCount(0);
});

test("volunteers are pasted in, looked at and invited", async ({ page }) => {
  await logInAs(page, bourse, ADMIN.email, "/comptes", ADMIN.password);
  await page.getByRole("button", { name: "Inviter plusieurs personnes" }).click();
  const box = page.getByLabel("Qui inviter ?");
  await box.fill(
    `Prénom\tNom\tE-mail\nLéa\tRoux\tlea@asso.test\nAnne\tAdmin\t${ADMIN.email}\nIda\t\tida@asso.test`,
  );
  await page.getByRole("button", { name: "Vérifier" }).click();
  await expect(page.getByText("1 personne recevra une invitation.")).toBeVisible();
  await expect(page.getByText(/^Ligne 3, .* déjà un compte \(administrateur\)/)).toBeVisible();
  await expect(page.getByText(/^Ligne 4, «\sida@asso\.test\s»\s: Ajoutez le prénom et le nom/)).toBeVisible();
  await lookAt(page, "invite-volunteers");
  await page.getByRole("button", { name: "Inviter 1 personne" }).click();
  await expect(page.getByText("1 invitation part.")).toBeVisible();
  await page.getByRole("textbox", { name: "Chercher un nom ou une adresse" }).fill("lea@asso");
  await expect(page.getByRole("row", { name: /lea@asso\.test.*Bénévole/ })).toBeVisible();
});

test("several people are pasted in, looked at and invited", async ({ page }) => {
  await openEdition(page);
  await page.getByRole("link", { name: "Inscriptions", exact: true }).first().click();
  const bar = page.getByRole("region", { name: "Invitations" });
  await bar.getByRole("button", { name: "Inviter plusieurs personnes" }).click();
  const box = page.getByLabel("Qui inviter ?");
  await box.fill("zoe@asso.test ; Zoé ; Martin\nYann Petit <yann@asso.test>\nbonjour");
  await page.getByRole("button", { name: "Vérifier" }).click();
  await expect(page.getByText("2 personnes recevront une invitation.")).toBeVisible();
  await expect(page.getByText(/^Ligne 3, «\sbonjour\s»/)).toBeVisible();
  await lookAt(page, "invite-many");
  await page.getByRole("button", { name: "Inviter 2 personnes" }).click();
  await expect(page.getByText("2 invitations partent.")).toBeVisible();
  await expect(bar).toContainText("162 invitations");
});

test("a file with slots registers people at once", async ({ page }) => {
  await openEdition(page);
  await page.getByRole("link", { name: "Créneaux", exact: true }).first().click();
  await page.getByRole("button", { name: /^Modifier le créneau de 12/ }).click();
  await page.getByLabel(/^Places/).fill("14");
  await page.getByRole("button", { name: "Enregistrer" }).click();
  await expect(page.getByLabel("12 places prises sur 14")).toBeVisible();
  await page.getByRole("link", { name: "Inscriptions", exact: true }).first().click();
  const bar = page.getByRole("region", { name: "Invitations" });
  await bar.getByRole("button", { name: "Inviter plusieurs personnes" }).click();
  const table = `Adresse e-mail;Prénom;Nom;type_liste;Créneau;Commentaire
rene@asso.test;René;Œuvré;1000;${month}-05 12:00;vient tôt
nobody@asso.test;Ida;Loin;standard;24/12/2031 10:00;
seule@asso.test;Léa;Seule;;;`;
  const buffer = Buffer.from(table.replace("Œ", "\u008c"), "latin1");
  await page
    .getByLabel("Fichier de personnes")
    .setInputFiles({ name: "gens.csv", mimeType: "text/csv", buffer });
  await expect(page.getByLabel("Qui inviter ?")).toHaveValue(/René;Œuvré/);
  await page.getByRole("button", { name: "Vérifier" }).click();
  const dialog = page.getByRole("dialog");
  await expect(
    dialog.getByText("1 personne sera inscrite, 1 personne recevra une invitation."),
  ).toBeVisible();
  await expect(dialog.getByRole("row", { name: /rene@asso\.test.*Adhérent \(1000\)/ })).toBeVisible();
  await expect(
    dialog.getByText(/^Ligne 3, «\sIda Loin, nobody@asso\.test\s»\s: Aucun créneau/),
  ).toBeVisible();
  await lookAt(page, "invite-file");
  await page.setViewportSize({ width: 390, height: 844 });
  await lookAt(page, "invite-file-phone");
  await dialog.getByRole("button", { name: "Inscrire 1 personne, inviter 1 personne" }).click();
  await expect(page.getByText("1 personne inscrite, 2 invitations partent.")).toBeVisible();
  await page.getByRole("textbox", { name: /^Chercher/ }).fill("rene@asso");
  await expect(page.getByText("ŒUVRÉ René")).toBeVisible();
});

test("a depositor opens the mail's link, fills a list and validates it", async ({ page }) => {
  bourse.run(["mail", "flush"]);
  const mail = bourse.mails().find((message) => message.includes(DEPOSITOR.email)) ?? "";
  const link = /https?:\S+\/activation#[\w-]+/.exec(mail)?.[0] ?? "no link in the mail";
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(link);
  await expect(page.getByRole("heading", { name: "Bienvenue !" })).toBeVisible();
  await page.getByLabel(/^Mot de passe/).fill(DEPOSITOR.password);
  await page.getByLabel("J’accepte le règlement des déposants").check();
  await page.getByLabel(/^J’ai lu/).check();
  await lookAt(page, "activation");
  await page.getByRole("button", { name: "Créer mon accès" }).click();
  await page.getByRole("button", { name: "Commencer ma première liste" }).click();
  await expect(page.getByText("Votre liste est vide")).toBeVisible();
  await lookAt(page, "list-empty");
  await page.getByRole("button", { name: "Nouvel article" }).click();
  await page.getByRole("button", { name: "Vêtements", exact: true }).click();
  await page.getByRole("button", { name: "Body", exact: true }).click();
  await page.getByLabel("Description").fill("Manches longues à rayures");
  await page.getByRole("switch", { name: /C’est un lot/ }).check();
  await page.getByLabel("Prix").fill("6,50");
  await page.getByLabel(/^Ce vêtement est propre/).check();
  await page.getByRole("button", { name: "Enregistrer" }).click();
  await expect(page.getByText("Sans centimes").first()).toBeVisible();
  await expect(page.getByText("À indiquer pour un lot")).toBeVisible();
  await page.getByLabel("Prix").fill("6");
  await page.getByLabel(/^Marque/).fill("Petit Bateau");
  await page.getByRole("button", { name: "18 mois", exact: true }).click();
  await page.getByRole("button", { name: "Enregistrer" }).click();
  await expect(page.getByText(/LOT x2 - Manches longues à rayures/).first()).toBeVisible();
  await page.getByRole("button", { name: "Valider ma liste" }).click();
  await page.getByLabel(/^J’accepte les conditions de dépôt/).check();
  await lookAt(page, "list-validation");
  await page.getByRole("button", { name: "Valider définitivement" }).click();
  await expect(page.getByText("Votre liste est validée : elle ne change plus.")).toBeVisible();
  await expect(page.getByRole("button", { name: "Nouvel article" })).toHaveCount(0);
  const copy = page.waitForEvent("download");
  await page.getByRole("button", { name: "Télécharger ma liste en PDF" }).click();
  expect((await copy).suggestedFilename()).toMatch(/^Liste_[A-Z0-9]+_\d+_[A-Z-]+\.pdf$/);
  await lookAt(page, "list-validated");
});

test("the labels of a slot are made, downloaded and marked as printed", async ({ page }) => {
  await openEdition(page);
  await page.getByRole("link", { name: "Étiquettes" }).first().click();
  await page.getByRole("button", { name: "Préparer les étiquettes" }).click();
  const sheet = page.waitForEvent("download");
  await page.getByRole("button", { name: "Télécharger le PDF" }).click();
  expect((await sheet).suggestedFilename()).toMatch(/\.pdf$/);
  await lookAt(page, "labels-made");
  await page.getByRole("button", { name: "Noter comme imprimées" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Noter comme imprimées" }).click();
  await expect(page.getByText("Imprimées", { exact: true }).last()).toBeVisible();
});

test("the deposit opens early with a reason, lists are accepted and the sale opens", async ({ page }) => {
  await openEdition(page);
  await page.getByRole("button", { name: "Ouvrir le dépôt" }).click();
  const dialog = page.getByRole("dialog");
  await lookAt(page, "open-deposits-early");
  await dialog.getByLabel("Raison").fill("Répétition générale");
  await dialog.getByRole("button", { name: "Ouvrir le dépôt" }).click();
  await expect(page.getByText("1 liste à accepter")).toBeVisible();
  await page.getByText("1 liste à accepter").click();
  await page.getByRole("button", { name: "Accepter 1 liste" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Accepter toutes les listes" }).click();
  await expect(page.getByText("1 liste acceptée, 1 article.")).toBeVisible();
  await page.getByRole("link", { name: "Tableau de bord" }).first().click();
  await page.getByRole("button", { name: "Ouvrir la vente" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Ouvrir la vente" }).click();
  await expect(page.getByRole("button", { name: "Terminer la vente" })).toBeVisible();
  await lookAt(page, "dashboard-sale-empty");
});
