import { expect, test } from "@playwright/test";
import { Bourse, INSTALL_TOKEN } from "./support/bourse";
import { lookAt } from "./support/looks";

const PASSWORD = "trois petits chats bleus";
let bourse: Bourse;

test.beforeAll(async () => {
  bourse = await Bourse.start();
});
test.afterAll(() => bourse.stop());

test("the link of a new installation makes its admin once", async ({ page }) => {
  await page.goto(`${bourse.url}/installation`);
  await expect(page.getByRole("heading", { name: "Ce lien n’est pas complet" })).toBeVisible();
  await page.goto("about:blank");
  await page.goto(`${bourse.url}/installation#${INSTALL_TOKEN}`);
  await page.getByLabel("Adresse e-mail").fill("anne@asso.test");
  await page.getByLabel(/^Prénom/).fill("Anne");
  await page.getByLabel(/^Nom/).fill("Martin");
  await page.getByLabel(/^Mot de passe/).fill(PASSWORD);
  await page.getByLabel(/encore une fois/).fill("trois petits chats verts");
  await page.getByRole("button", { name: "Créer le compte" }).click();
  await expect(page.getByText("Les deux mots de passe sont différents")).toBeVisible();
  await lookAt(page, "installation");
  await page.getByLabel(/encore une fois/).fill(PASSWORD);
  await page.getByRole("button", { name: "Créer le compte" }).click();
  await expect(page.getByRole("heading", { name: "L’installation est faite" })).toBeVisible();
  await page.getByRole("link", { name: "Se connecter" }).click();
  await page.getByLabel("Adresse e-mail").fill("anne@asso.test");
  await page.getByLabel(/^Mot de passe/).fill(PASSWORD);
  await page.getByRole("button", { name: "Se connecter" }).click();
  await expect(page.getByRole("button", { name: /Menu de Anne/ })).toBeVisible();
  await page.goto(`${bourse.url}/installation#${INSTALL_TOKEN}`);
  await expect(page.getByRole("heading", { name: "Cette page ne sert plus" })).toBeVisible();
  await lookAt(page, "installation-done");
});
