import { expect, type Locator, type Page, test } from "@playwright/test";
import { Bourse } from "./support/bourse";
import { lookAt } from "./support/looks";
import { ask, logInAs } from "./support/people";

const DEPOSITOR = "deposant@demo.bourse";
const MANAGER = "gestionnaire@demo.bourse";
/** A telephone, a small one, a tablet, a desktop. */
const SIZES = [
  { width: 390, height: 844 },
  { width: 320, height: 640 },
  { width: 820, height: 1180 },
  { width: 1366, height: 768 },
];

let bourse: Bourse;

test.beforeAll(async () => {
  test.setTimeout(180_000);
  bourse = await Bourse.start("demo");
});
test.afterAll(() => bourse.stop());

async function boxOf(part: Locator): Promise<{ x: number; y: number; width: number; height: number }> {
  const box = await part.boundingBox();
  if (box === null) throw new Error(`${part} is not drawn`);
  return box;
}

/** A message hides nothing of these, on any screen, and the cross that takes it away is large enough for a thumb. */
async function hidesNothing(page: Page, toast: Locator, parts: readonly Locator[]): Promise<void> {
  await expect(toast).toBeVisible();
  for (const size of SIZES) {
    await page.setViewportSize(size);
    await page.waitForTimeout(300);
    const over = await boxOf(toast);
    for (const part of parts) {
      const under = await boxOf(part);
      const apart =
        over.x + over.width <= under.x ||
        under.x + under.width <= over.x ||
        over.y + over.height <= under.y ||
        under.y + under.height <= over.y;
      expect.soft(apart, `${part} at ${size.width} px: ${JSON.stringify({ over, under })}`).toBe(true);
    }
    if (size.width > 768) continue;
    const close = await boxOf(toast.getByRole("button", { name: "Fermer" }));
    expect.soft(Math.min(close.width, close.height), `cross at ${size.width} px`).toBeGreaterThanOrEqual(44);
  }
}

/** The message stays as long as somebody points at it. */
async function toastWith(page: Page, words: RegExp): Promise<Locator> {
  const toast = page.locator(".mantine-Notification-root").filter({ hasText: words });
  await expect(toast).toBeVisible();
  await toast.dispatchEvent("mouseover");
  return toast;
}

test("what was done is said over nothing that it speaks of, and so is what failed", async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  const { items } = await ask<{ items: { id: string; state: string }[] }>(bourse, DEPOSITOR, "/me/lists");
  const draft = items.find((list) => list.state === "draft")?.id ?? "none";
  await logInAs(page, bourse, DEPOSITOR, `/listes/${draft}`);
  const count = page.getByRole("status", { name: "Compte de la liste" });
  await expect(count).toContainText("/ 24");
  const parts = [
    page.getByRole("heading", { level: 1 }),
    count,
    page.getByRole("button", { name: "Nouvel article" }),
  ];
  const remove = async () => {
    await page
      .getByRole("button", { name: /^Actions pour «/ })
      .first()
      .click();
    await page.getByRole("menuitem", { name: "Supprimer" }).click();
  };
  await remove();
  const undo = await toastWith(page, /est supprimé/);
  await page.evaluate(() => scrollTo(0, 0));
  await lookAt(page, "toast-undo");
  await hidesNothing(page, undo, parts);
  await undo.getByRole("button", { name: "Fermer" }).click();
  await expect(undo).toHaveCount(0);

  await page.setViewportSize({ width: 390, height: 844 });
  await page.route("**/api/v1/articles/*", (route) =>
    route.request().method() === "DELETE" ? route.abort() : route.continue(),
  );
  await remove();
  const failed = await toastWith(page, /réessayez|Réessayez/);
  await page.evaluate(() => scrollTo(0, 0));
  await lookAt(page, "toast-failed");
  await hidesNothing(page, failed, parts);
});

test("on a list of many their number stays in sight", async ({ page }) => {
  const { items } = await ask<{ items: { id: string; status: string }[] }>(bourse, MANAGER, "/editions");
  const edition = items.find(({ status }) => status === "sale")?.id ?? "none";
  await logInAs(page, bourse, MANAGER);
  await page.goto(`${bourse.url}/editions/${edition}/inscriptions`);
  const actions = page.getByRole("button", { name: /^Actions pour/ }).first();
  await actions.click();
  await page.route("**/api/v1/**", (route) =>
    route.request().method() === "GET" ? route.continue() : route.abort(),
  );
  await page.getByRole("menuitem", { name: "Renvoyer l’invitation" }).click();
  const failed = await toastWith(page, /réessayez|Réessayez/);
  await page.evaluate(() => scrollTo(0, 0));
  await hidesNothing(page, failed, [
    page.getByRole("heading", { level: 1 }),
    page.getByText(/^\d+ inscriptions?/).first(),
  ]);
});
