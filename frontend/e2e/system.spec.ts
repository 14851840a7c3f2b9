import { expect, test } from "@playwright/test";
import { Bourse } from "./support/bourse";
import { lookAt } from "./support/looks";
import { logInAs } from "./support/people";

const ADMIN = "admin@demo.bourse";

let bourse: Bourse;

test.beforeAll(async () => {
  test.setTimeout(180_000);
  bourse = await Bourse.start("demo");
});
test.afterAll(() => bourse.stop());

test("an admin learns what is wrong with the installation, what to do, and what cron did", async ({
  page,
}) => {
  await logInAs(page, bourse, ADMIN, "/systeme");
  await expect(page.getByRole("heading", { name: "Travaux réguliers" })).toBeVisible();
  await expect(page.getByText("« bourse cron » n'a jamais été lancé", { exact: false })).toBeVisible();
  await expect(page.getByText("Que faire :").first()).toBeVisible();
  await lookAt(page, "system");
});

test("a manager sees the queue of messages and what each message says", async ({ page }) => {
  await logInAs(page, bourse, "gestionnaire@demo.bourse", "/messages");
  await expect(page.getByRole("table", { name: "Messages" })).toBeVisible();
  await lookAt(page, "mails");
  await page.getByRole("button", { name: "Voir les modèles" }).click();
  await page.getByLabel("Message", { exact: true }).selectOption("slot_near");
  await expect(page.getByText("À apporter", { exact: false })).toBeVisible();
  await lookAt(page, "mail-templates");
});
