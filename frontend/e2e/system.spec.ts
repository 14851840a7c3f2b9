import { expect, test } from "@playwright/test";
import { Bourse } from "./support/bourse";
import { lookAt } from "./support/looks";
import { logInAs } from "./support/people";

const ADMIN = { email: "anne@asso.test", password: "trois petits chats bleus" };

test("an admin learns what is wrong with the installation, what to do, and what cron did", async ({
  page,
}) => {
  const installation = await Bourse.start();
  try {
    installation.run(["admin", "create", "--email", ADMIN.email], `${ADMIN.password}\n`);
    await logInAs(page, installation, ADMIN.email, "/systeme", ADMIN.password);
    await expect(page.getByRole("heading", { name: "Travaux réguliers" })).toBeVisible();
    const never = page.getByText("« bourse cron » n'a jamais été lancé", { exact: false });
    await expect(never).toBeVisible();
    await expect(page.getByText("Que faire :").first()).toBeVisible();
    await lookAt(page, "system");
    installation.run(["cron"]);
    await page.reload();
    await expect(page.getByText("Dernier passage il y a moins d'une minute.")).toBeVisible();
    await expect(never).toHaveCount(0);
    await lookAt(page, "system-after-cron");
    const backups = page.getByRole("region", { name: "Sauvegardes" });
    await expect(backups.getByRole("button", { name: /^Télécharger/ })).toHaveCount(1);
    await backups.getByRole("button", { name: "Sauvegarder maintenant" }).click();
    await expect(backups.getByRole("button", { name: /^Télécharger/ })).toHaveCount(2, { timeout: 30_000 });
    await lookAt(page, "system-backups");
    const download = page.waitForEvent("download");
    await backups
      .getByRole("button", { name: /^Télécharger/ })
      .first()
      .click();
    const file = await download;
    expect(file.suggestedFilename()).toMatch(/^bourse-.*\.tar\.zst$/);
    expect(installation.run(["backup", "verify", await file.path()])).toContain("Sauvegarde intacte");
  } finally {
    await installation.stop();
  }
});

test.describe("in the demonstration", () => {
  let bourse: Bourse;

  test.beforeAll(async () => {
    test.setTimeout(180_000);
    // What a copy was filled by was stopped in the middle of its first round of regular work.
    bourse = await Bourse.start("demo", "own");
  });
  test.afterAll(() => bourse.stop());

  test("the demonstration looks after itself, and has nothing to mend", async ({ page }) => {
    await logInAs(page, bourse, "admin@demo.bourse", "/systeme");
    await expect(async () => {
      await page.reload();
      await expect(page.getByText("Dernier passage", { exact: false })).toBeVisible({ timeout: 5_000 });
      await expect(page.getByText("Que faire :")).toHaveCount(0);
    }).toPass({ timeout: 60_000 });
  });

  test("a manager sees the queue of messages and what each message says", async ({ page }) => {
    await logInAs(page, bourse, "gestionnaire@demo.bourse", "/messages");
    await expect(page.getByRole("table", { name: "Messages" })).toBeVisible();
    await lookAt(page, "mails");
    await page.getByRole("button", { name: "Voir les modèles" }).click();
    await page.getByLabel("Message", { exact: true }).selectOption("slot_near");
    await expect(page.getByText("À apporter", { exact: false }).first()).toBeVisible();
    const laidOut = page.frameLocator('iframe[title="Le message mis en page"]');
    await expect(laidOut.getByText("À apporter", { exact: false })).toBeVisible();
    await lookAt(page, "mail-templates");
    await page.keyboard.press("Escape");
    await page
      .getByRole("button", { name: /^Lire le message/ })
      .first()
      .click();
    const message = page.getByRole("dialog", { name: "Le message" });
    await expect(message.getByText(/^À .*@/)).toBeVisible();
    await lookAt(page, "mail-read");
  });
});
