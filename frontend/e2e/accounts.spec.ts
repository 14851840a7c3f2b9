import { expect, type Page, test } from "@playwright/test";
import { Bourse } from "./support/bourse";
import { lookAt } from "./support/looks";

const ADMIN = { email: "anne@asso.test", password: "trois petits chats bleus" };
let bourse: Bourse;

test.beforeAll(async () => {
  bourse = await Bourse.start();
  bourse.run(["admin", "create", "--email", ADMIN.email, "--first-name", "Anne"], `${ADMIN.password}\n`);
});
test.afterAll(() => bourse.stop());

async function logIn(page: Page, password: string): Promise<void> {
  await page.getByLabel("Adresse e-mail").fill(ADMIN.email);
  await page.getByLabel(/^Mot de passe/).fill(password);
  await page.getByRole("button", { name: "Se connecter" }).click();
}

test("a wrong password is told in words, the right one opens the page that was asked for", async ({
  page,
}) => {
  await page.goto(`${bourse.url}/caisse`);
  await expect(page.getByRole("heading", { name: "Connexion" })).toBeVisible();
  await lookAt(page, "login");
  await logIn(page, "not the password");
  await expect(page.getByRole("alert")).toContainText("mot de passe");
  await lookAt(page, "login-refused");
  await logIn(page, ADMIN.password);
  await expect(page).toHaveURL(/\/caisse$/);
});

test("a reload keeps the person logged in, logging out does not", async ({ page }) => {
  await page.goto(bourse.url);
  await logIn(page, ADMIN.password);
  await expect(page.getByRole("button", { name: /Menu de Anne/ })).toBeVisible();
  await lookAt(page, "home");
  await page.reload();
  await page.getByRole("button", { name: /Menu de Anne/ }).click();
  await lookAt(page, "person-menu");
  await page.getByRole("menuitem", { name: "Se déconnecter" }).click();
  await expect(page.getByRole("heading", { name: "Connexion" })).toBeVisible();
  await page.goto(bourse.url);
  await expect(page.getByRole("heading", { name: "Connexion" })).toBeVisible();
});

test("a forgotten password is replaced through the mail", async ({ page }) => {
  await page.goto(`${bourse.url}/connexion`);
  await page.getByRole("link", { name: "Mot de passe oublié ?" }).click();
  await lookAt(page, "forgotten-password");
  await page.getByLabel("Adresse e-mail").fill(ADMIN.email);
  await page.getByRole("button", { name: "Recevoir un lien" }).click();
  await expect(page.getByRole("heading", { name: "Regardez vos messages" })).toBeVisible();
  bourse.run(["mail", "flush"]);
  const link = /https?:\S+\/mot-de-passe\/nouveau#[\w-]+/.exec(bourse.mails().join("\n"))?.[0];
  await page.goto(link ?? "no link in the mail");
  await page.getByLabel(/^Nouveau mot de passe/).fill("court");
  await expect(page.getByText("Encore 5 caractères au moins")).toBeVisible();
  await page.getByLabel(/^Nouveau mot de passe/).fill("quatre grands chiens verts");
  await lookAt(page, "new-password");
  await page.getByRole("button", { name: "Enregistrer" }).click();
  await expect(page.getByRole("heading", { name: "C’est fait" })).toBeVisible();
  await page.getByRole("link", { name: "Se connecter" }).click();
  await logIn(page, "quatre grands chiens verts");
  await expect(page.getByRole("button", { name: /Menu de Anne/ })).toBeVisible();
});

test("a dead activation link says what to do", async ({ page }) => {
  await page.goto(`${bourse.url}/activation#aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa`);
  await expect(page.getByRole("heading", { name: "Ce lien n’est pas complet" })).toBeVisible();
  await lookAt(page, "activation-dead");
});

test("the privacy page is there for everybody", async ({ page }) => {
  await page.goto(`${bourse.url}/confidentialite`);
  await expect(page.getByRole("heading", { level: 1 })).toContainText("données");
  await lookAt(page, "privacy");
});
