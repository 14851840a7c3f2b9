import { expect, type Page, test } from "@playwright/test";
import { type Page as PageRow, pages } from "../src/app/routes/pages";
import { type PathName, paths } from "../src/lib/paths";
import { Bourse } from "./support/bourse";
import { lookAt } from "./support/looks";
import { ask, logInAs } from "./support/people";

const MANAGER = "gestionnaire@demo.bourse";
const ADMIN = "admin@demo.bourse";

let bourse: Bourse;
let selling: string;
let declaring: string;

test.beforeAll(async () => {
  test.setTimeout(180_000);
  bourse = await Bourse.start("demo");
  const { items } = await ask<{ items: { id: string; status: string }[] }>(bourse, MANAGER, "/editions");
  const found = (status: string) => items.find((edition) => edition.status === status)?.id ?? "none";
  selling = found("sale");
  declaring = found("registrations_open");
});
test.afterAll(() => bourse.stop());

async function visit(page: Page, name: PathName, edition: string): Promise<void> {
  await page.goto(bourse.url + paths[name].replace("$editionId", edition));
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await expect(page.getByLabel("Chargement")).toHaveCount(0);
}

/** Opens what a button opens, looks at it, closes it by keyboard: whoever did so stands on the button again. */
async function opensAndCloses(page: Page, name: string, button: string | RegExp): Promise<void> {
  const opener = page.getByRole("button", { name: button }).first();
  await opener.click();
  await expect(
    page.locator("#overlays").locator("[role=dialog], [role=menu], [data-dates-dropdown]").first(),
  ).toBeVisible();
  await lookAt(page, name);
  await page.keyboard.press("Escape");
  await expect(page.locator("#overlays [role=dialog], #overlays [role=menu]")).toHaveCount(0);
  await expect(opener).toBeFocused();
}

test("every row’s menu can be read and touched by everybody, and gives the focus back", async ({ page }) => {
  test.setTimeout(240_000);
  const looked: string[] = [];
  await logInAs(page, bourse, ADMIN);
  for (const [name, { least, frame }] of Object.entries(pages) as [PathName, PageRow][]) {
    const needsMore = /\$(?!editionId)/.test(paths[name]);
    if (least === undefined || least === "depositor" || frame === false || needsMore) continue;
    await visit(page, name, selling);
    const menu = page.locator("main button[aria-haspopup=menu]").first();
    if (!(await menu.isVisible())) continue;
    looked.push(name);
    await menu.click();
    await expect(page.getByRole("menuitem").first()).toBeVisible();
    await lookAt(page, `menu-${name}`);
    await page.keyboard.press("Escape");
    await expect(page.getByRole("menu")).toHaveCount(0);
    await expect(menu).toBeFocused();
  }
  expect(looked).toEqual(expect.arrayContaining(["registrations", "users"]));
});

test("dialogs, calendars and questions can be read and touched by everybody, and give the focus back", async ({
  page,
}) => {
  test.setTimeout(240_000);
  await logInAs(page, bourse, ADMIN);
  await opensAndCloses(page, "overlay-person", /Menu de/);

  await visit(page, "editions", declaring);
  await opensAndCloses(page, "overlay-new-edition", "Nouvelle édition");

  await visit(page, "registrations", declaring);
  await opensAndCloses(page, "overlay-register", "Inscrire quelqu’un");

  await visit(page, "users", declaring);
  await opensAndCloses(page, "overlay-invite-many", "Inviter plusieurs personnes");

  await visit(page, "slots", declaring);
  await opensAndCloses(page, "overlay-slot", "Nouveau créneau");

  // A question that a menu asks: what opened the menu has the focus afterwards.
  await visit(page, "registrations", declaring);
  const actions = page.getByRole("button", { name: /^Actions pour/ }).first();
  await actions.click();
  await page.getByRole("menuitem", { name: "Désinscrire" }).click();
  await expect(page.getByRole("dialog")).toBeVisible();
  await lookAt(page, "overlay-question");
  await page.getByRole("dialog").getByRole("button", { name: "Annuler" }).click();
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await expect(actions).toBeFocused();
});

test("a calendar can be read and touched by everybody, on a page and in a dialog", async ({ page }) => {
  await logInAs(page, bourse, MANAGER);
  await visit(page, "configuration", declaring);
  const day = page.locator("main button.mantine-DatePickerInput-input").first();
  await day.click();
  const calendar = page.locator("#overlays table");
  await expect(calendar).toBeVisible();
  await lookAt(page, "calendar");
  await page.locator("#overlays button[data-direction=next]").first().focus();
  await page.keyboard.press("Escape");
  await expect(calendar).toHaveCount(0);
  await expect(day).toBeFocused();

  await visit(page, "slots", declaring);
  await page.getByRole("button", { name: "Nouveau créneau" }).click();
  const inside = page.getByRole("dialog").getByRole("button", { name: /^Jour/ });
  await inside.click();
  await expect(calendar).toBeVisible();
  await lookAt(page, "calendar-in-dialog");
  await page.keyboard.press("Escape");
  await expect(calendar).toHaveCount(0);
  await expect(inside).toBeFocused();
});
