import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, type Page, test } from "@playwright/test";
import { Bourse } from "./support/bourse";
import { nextMonth } from "./support/calendar";
import { lookAt } from "./support/looks";
import { logInAs, PASSWORD } from "./support/people";

const ADMIN = "anne@asso.test";
const EXPORT = join(import.meta.dirname, "../../tests/data/billetweb-automne.csv");

const month = nextMonth();
/** The export asks for two slots that the edition has not: the members' and the families'. */
const text = readFileSync(EXPORT, "utf8")
  .replaceAll("2025-11-05 12:00", `${month}-05 13:00`)
  .replaceAll("2025-11-05 18:00", `${month}-05 19:00`)
  .replaceAll("2025-11-0", `${month}-0`);
const file = { name: "participants.csv", mimeType: "text/csv", buffer: Buffer.from(text) };

let bourse: Bourse;
let edition = "";

test.describe.configure({ mode: "serial" });
test.beforeAll(async () => {
  bourse = await Bourse.start();
  bourse.run(["admin", "create", "--email", ADMIN, "--first-name", "Anne"], `${PASSWORD}\n`);
  const login = await send("POST", "/auth/login", { email: ADMIN, password: PASSWORD });
  const as = login.access_token as string;
  const body = { name: "Automne", code: "AUT", starts_at: `${month}-01`, ends_at: `${month}-10` };
  edition = (await send("POST", "/editions", body, as)).id as string;
  await send(
    "PUT",
    `/editions/${edition}/configuration`,
    {
      declaration_deadline: `${month}-02`,
      deposit_days: [`${month}-05`, `${month}-06`, `${month}-07`],
      sale_days: [`${month}-08`, `${month}-09`],
      return_day: `${month}-10`,
      commission_bp: 2000,
    },
    as,
  );
  await send("POST", `/editions/${edition}/slots/standard`, {}, as);
});
test.afterAll(() => bourse.stop());

async function send(
  method: string,
  path: string,
  body: unknown,
  token?: string,
): Promise<Record<string, unknown>> {
  const response = await fetch(`${bourse.url}/api/v1${path}`, {
    method,
    headers: {
      "Content-Type": "application/json",
      ...(token !== undefined && { Authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${response.status} for ${path}: ${await response.text()}`);
  return (await response.json()) as Record<string, unknown>;
}

async function openImport(page: Page): Promise<void> {
  await logInAs(page, bourse, ADMIN, `/editions/${edition}/import`);
  await page.locator("input[type=file]").setInputFiles(file);
}

test("slots that the file asks for are made in the preview, and the same file goes in", async ({ page }) => {
  await openImport(page);
  const members = page.getByRole("article", { name: /à 13.h.: aucun créneau/ });
  await expect(members).toContainText("12 billets");
  await expect(members.getByRole("row")).toHaveCount(4);
  await members.getByRole("button", { name: "Voir les 12 lignes" }).click();
  await expect(members.getByRole("row")).toHaveCount(13);
  await expect(page.getByRole("table", { name: "Inscriptions à importer" }).getByRole("row")).toHaveCount(6);
  const errors = page.waitForEvent("download");
  await page.getByRole("button", { name: "Télécharger les lignes en erreur" }).click();
  const download = await errors;
  expect(download.suggestedFilename()).toBe("participants-lignes-en-erreur.csv");
  expect(
    readFileSync(await download.path(), "utf8")
      .trim()
      .split("\r\n"),
  ).toHaveLength(19);
  await expect(page.getByRole("button", { name: /^Importer 142 inscriptions/ })).toBeDisabled();
  await lookAt(page, "import-problems");

  await members.getByRole("button", { name: "Créer ce créneau" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByLabel(/^De/)).toHaveValue(/^13\sh\s00$/);
  await expect(dialog.getByLabel(/^Places/)).toHaveValue("12");
  await expect(dialog.getByRole("checkbox", { name: /1000/ })).toBeChecked();
  await lookAt(page, "import-slot");
  await dialog.getByRole("button", { name: "Enregistrer" }).click();
  await expect(members).toHaveCount(0);
  await page
    .getByRole("article", { name: /à 19.h.: aucun créneau/ })
    .getByRole("button", { name: "Créer ce créneau" })
    .click();
  await dialog.getByRole("button", { name: "Enregistrer" }).click();

  const go = page.getByRole("button", { name: "Importer 160 inscriptions" });
  await expect(go).toBeEnabled();
  await expect(page.getByText(/^160 messages.*\s:\stout sera parti\s/)).toBeVisible();
  await lookAt(page, "import-ready");
  await go.click();
  await page.getByRole("dialog").getByRole("button", { name: "Importer" }).click();
  await expect(page.getByText("160 inscriptions importées")).toBeVisible();
});

test("the same file again says that nothing is new and offers no import", async ({ page }) => {
  await openImport(page);
  await expect(page.getByText("Rien de nouveau dans ce fichier")).toBeVisible();
  await expect(page.getByRole("button", { name: "Choisir un autre fichier" })).toBeVisible();
  await expect(page.getByRole("button", { name: /^(Importer|Terminer|Faire)/ })).toHaveCount(0);
  await lookAt(page, "import-nothing-new");
});
