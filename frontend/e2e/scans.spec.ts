import { expect, type Page, test } from "@playwright/test";
import { Bourse } from "./support/bourse";
import { lookAt } from "./support/looks";
import { type Article, lines, openTillWithLabels, scannerOf, Witness } from "./support/volunteer";

let bourse: Bourse;
let witness: Witness;

test.beforeAll(async () => {
  test.setTimeout(180_000);
  bourse = await Bourse.start("demo");
  witness = await Witness.of(bourse, "benevole8@demo.bourse");
});
test.afterAll(() => bourse.stop());

const dialog = (page: Page) => page.getByRole("dialog", { name: "Paiement" });
const euros = (cents: number) =>
  new RegExp(`^${Math.floor(cents / 100)},${String(cents % 100).padStart(2, "0")}`);

test("a manufacturer's code says loudly that it sold nothing, and nothing green stays", async ({ page }) => {
  const [article] = witness.fresh(1) as [Article];
  const labelOf = await openTillWithLabels(page, bourse, "benevole1@demo.bourse", 1);
  const scan = await scannerOf(page);
  // A translator would leave figures behind that do not change any more.
  await expect(page.locator("html")).toHaveAttribute("translate", "no");
  await scan(await labelOf(article));
  await expect(lines(page)).toHaveCount(1);
  await scan("9782070408504");
  await expect(page.getByText("Ce code-barres n’est pas une étiquette de la bourse")).toBeVisible();
  await expect(page.locator("[data-tone=good]")).toHaveCount(0);
  await expect(lines(page)).toHaveCount(1);
  await lookAt(page, "till-foreign-code");
  await page.getByRole("button", { name: "Chercher l’article" }).click();
  await expect(page.getByRole("region", { name: "Articles trouvés" })).toBeVisible();
  await expect(page.getByLabel(/Scanner une étiquette/)).toBeFocused();
});

test("every end of a scanner counts as Enter, and labels that run together are two articles", async ({
  page,
}) => {
  const [first, second, third, fourth, fifth, sixth] = witness.fresh(6) as [
    Article,
    Article,
    Article,
    Article,
    Article,
    Article,
  ];
  const labelOf = await openTillWithLabels(page, bourse, "benevole2@demo.bourse", 2);
  const scan = await scannerOf(page);
  await scan(await labelOf(first), "Tab");
  await expect(lines(page)).toHaveCount(1);
  await expect(page.getByLabel(/Scanner une étiquette/)).toBeFocused();
  await scan(await labelOf(second), "LF");
  await expect(lines(page)).toHaveCount(2);
  await scan(`]Q1${await labelOf(third)}`);
  await expect(lines(page)).toHaveCount(3);
  await scan(`${await labelOf(fourth)}${await labelOf(fifth)}`);
  await expect(lines(page)).toHaveCount(5);
  // Pasted with its line end, as out of a message.
  await page.getByLabel(/Scanner une étiquette/).evaluate((field, text) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text", text);
    field.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
  }, `${sixth.code}\r\n`);
  await expect(lines(page)).toHaveCount(6);
  await expect(page.getByLabel(/Scanner une étiquette/)).toHaveValue("");
});

test("an article scanned while the customer pays is paid with the rest", async ({ page }) => {
  const [first, second] = witness.fresh(2) as [Article, Article];
  const labelOf = await openTillWithLabels(page, bourse, "benevole3@demo.bourse", 3);
  const scan = await scannerOf(page);
  await scan(await labelOf(first));
  await expect(lines(page)).toHaveCount(1);
  await page.keyboard.press("F2");
  await expect(dialog(page)).toBeVisible();
  const sum = first.price_cents + second.price_cents;
  await scan(await labelOf(second));
  await expect(dialog(page).getByLabel("À payer")).toHaveText(euros(sum));
  await expect(dialog(page).getByRole("textbox")).toHaveValue("");
  await scan("3701234567890");
  await expect(dialog(page).getByText("Ce code-barres n’est pas une étiquette de la bourse")).toBeVisible();
  await lookAt(page, "till-payment-scan");
  // A note as customers have them: more than ten times the sum is asked about.
  const given = 5 * sum;
  await page.keyboard.type(String(given / 100));
  await expect(dialog(page).getByLabel("À rendre")).toHaveText(euros(given - sum));
  await page.waitForTimeout(200);
  await page.keyboard.press("Enter");
  await expect(page.getByLabel("À rendre")).toHaveText(euros(given - sum));
  await expect(dialog(page)).toBeHidden();
  await lookAt(page, "till-change");
  await expect(lines(page)).toHaveCount(0);
  for (const { code } of [first, second]) expect((await witness.article(code)).status).toBe("sold");
  const [third] = witness.fresh(1) as [Article];
  await scan(await labelOf(third));
  await expect(page.getByLabel("Total à payer")).toHaveText(euros(third.price_cents));
  await expect(page.getByRole("button", { name: /^Dernier ticket : reçu/ })).toBeVisible();
});

test("an article scanned while the answer is on its way is the next customer's", async ({ page }) => {
  const [first, second] = witness.fresh(2) as [Article, Article];
  const labelOf = await openTillWithLabels(page, bourse, "benevole4@demo.bourse", 4);
  const scan = await scannerOf(page);
  await scan(await labelOf(first));
  await expect(lines(page)).toHaveCount(1);
  let answerNow = () => {};
  const held = new Promise<void>((resolve) => {
    answerNow = resolve;
  });
  await page.route("**/api/v1/editions/*/tickets", async (route) => {
    await held;
    await route.continue();
  });
  await page.keyboard.press("F3");
  await expect(dialog(page)).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(dialog(page).getByRole("button", { name: "Retour" })).toBeDisabled();
  await scan(await labelOf(second));
  answerNow();
  await expect(dialog(page)).toBeHidden();
  await expect(lines(page)).toHaveCount(1);
  await expect(lines(page)).toContainText(second.code);
  await expect.poll(async () => (await witness.article(first.code)).status).toBe("sold");
  expect((await witness.article(second.code)).status).toBe("on_sale");
});

test("a scan answers no question and presses no button", async ({ page }) => {
  const [first, second, third] = witness.fresh(3) as [Article, Article, Article];
  const labelOf = await openTillWithLabels(page, bourse, "benevole5@demo.bourse", 5);
  const scan = await scannerOf(page);
  await scan(await labelOf(first));
  await expect(lines(page)).toHaveCount(1);
  await page.keyboard.press("F4");
  await expect(dialog(page)).toBeVisible();
  await page.keyboard.type("0,50");
  await page.waitForTimeout(200);
  await page.keyboard.press("Enter");
  await expect(dialog(page).getByRole("list", { name: "Déjà donné" })).toBeVisible();
  await page.keyboard.press("Escape");
  const question = page.getByRole("dialog", { name: "Vous avez déjà pris de l’argent" });
  await expect(question).toBeVisible();
  await expect(question.getByRole("button", { name: "Annuler" })).toBeFocused();
  await question.getByRole("button", { name: /C’est rendu/ }).focus();
  await scan(await labelOf(second));
  await expect(question).toBeHidden();
  await expect(dialog(page).getByRole("list", { name: "Déjà donné" })).toBeVisible();
  await expect(lines(page)).toHaveCount(2);
  await page.keyboard.press("Escape");
  await question.getByRole("button", { name: /C’est rendu/ }).click();
  await expect(dialog(page)).toBeHidden();

  await page.getByRole("button", { name: "Menu" }).click();
  await expect(page.getByRole("menu")).toBeVisible();
  await page.keyboard.press("ArrowDown");
  await scan(await labelOf(third));
  await expect(lines(page)).toHaveCount(3);
  await expect(page.getByRole("heading", { name: /verrouillée/ })).toBeHidden();
});

test("a locked till answers a scan with a sentence and gives itself up to a manager", async ({ page }) => {
  const [article] = witness.fresh(1) as [Article];
  const labelOf = await openTillWithLabels(page, bourse, "benevole6@demo.bourse", 6);
  const scan = await scannerOf(page);
  await page.getByRole("button", { name: "Menu" }).click();
  await page.getByRole("menuitem", { name: "Verrouiller l’écran" }).click();
  await expect(page.getByRole("heading", { name: "Caisse 6 verrouillée" })).toBeVisible();
  await scan(await labelOf(article));
  await expect(page.getByRole("alert")).toContainText("dans aucun ticket");
  await expect(page.getByLabel("Chiffre 1 du code")).toHaveValue("");
  await lookAt(page, "till-locked-scan");

  await page.getByRole("button", { name: "Code oublié ?" }).click();
  await lookAt(page, "till-forgotten-pin");
  await page.getByLabel("Adresse e-mail").fill("benevole7@demo.bourse");
  await page.getByLabel(/^Mot de passe/).fill("Demo-2026-bourse!");
  await page.getByRole("button", { name: "Continuer" }).click();
  await expect(page.getByText(/tenue par quelqu.un d.autre/)).toBeVisible();
  await page.getByLabel("Adresse e-mail").fill("gestionnaire@demo.bourse");
  await page.getByRole("button", { name: "Continuer" }).click();
  await page.getByLabel("Chiffre 1 du code").click();
  await page.keyboard.type("1357");
  await expect(page.getByLabel(/Scanner une étiquette/)).toBeFocused();
  // The volunteer is still the one who works here.
  await scan(await labelOf(article));
  await expect(lines(page)).toHaveCount(1);
  await page.getByRole("button", { name: "Menu" }).click();
  await page.getByRole("menuitem", { name: "Verrouiller l’écran" }).click();
  await page.getByLabel("Chiffre 1 du code").click();
  await page.keyboard.type("1357");
  await expect(lines(page)).toHaveCount(1);
});

test("an article finds its ticket; what goes back is what the books say", async ({ page }) => {
  const [first, second] = witness.fresh(2) as [Article, Article];
  const labelOf = await openTillWithLabels(page, bourse, "benevole7@demo.bourse", 7);
  const scan = await scannerOf(page);
  await scan(await labelOf(first));
  await scan(await labelOf(second));
  await expect(lines(page)).toHaveCount(2);
  await page.keyboard.press("F4");
  await expect(dialog(page)).toBeVisible();
  await page.keyboard.type("0,50");
  await page.waitForTimeout(200);
  await page.keyboard.press("Enter");
  await page.keyboard.press("F2");
  await page.waitForTimeout(200);
  await page.keyboard.press("Enter");
  await expect(dialog(page)).toBeHidden();

  await page.getByRole("button", { name: "Menu" }).click();
  await page.getByRole("menuitem", { name: "Tickets et annulations" }).click();
  const drawer = page.getByRole("dialog", { name: "Tickets de cette caisse" });
  await expect(drawer).toBeVisible();
  await scan(await labelOf(first));
  await expect(drawer.getByRole("listitem")).toHaveCount(1);
  await lookAt(page, "till-tickets-found");
  await drawer.getByRole("button", { name: "Annuler…" }).click();
  const cancel = page.getByRole("dialog", { name: /^Annuler : ticket/ });
  await expect(cancel.getByRole("checkbox", { checked: true })).toHaveCount(1);
  await expect(cancel.getByRole("radio", { checked: true })).toHaveCount(0);
  // Scanning the other one ticks it too, whatever button has the focus.
  await scan(await labelOf(second));
  await expect(cancel.getByRole("checkbox", { checked: true })).toHaveCount(3);
  await cancel.getByRole("radio", { name: "Erreur de scan" }).check();
  await lookAt(page, "till-cancel-chosen");
  await cancel.getByRole("button", { name: /^Annuler \d/ }).click();
  await expect(page.getByText(/^Rendez .* en espèces et le chèque de 0,50/)).toBeVisible();
  await lookAt(page, "till-cancelled");
  for (const { code } of [first, second]) expect((await witness.article(code)).status).toBe("on_sale");
  await scan(await labelOf(first));
  await expect(page.getByText(/^Rendez/)).toBeHidden();
});
