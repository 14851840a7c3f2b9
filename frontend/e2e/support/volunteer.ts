import { expect, type Page } from "@playwright/test";
import { importKey, labelCheck } from "../../src/offline/ticket/signing";
import type { Bourse } from "./bourse";
import { logInAs, PASSWORD } from "./people";

export interface Article {
  readonly code: string;
  readonly description: string;
  readonly price_cents: number;
  readonly status: string;
}

/** As many articles as the tests of a file sell, and more. */
const STOCK = 60;

/** What somebody may ask the server beside the browser, to compare. */
export class Witness {
  private constructor(
    private readonly bourse: Bourse,
    private readonly token: string,
    private edition = "none",
    /** Articles on sale that no test has taken. */
    private stock: Article[] = [],
  ) {}

  static async of(bourse: Bourse, email: string): Promise<Witness> {
    const login = await fetch(`${bourse.url}/api/v1/auth/login`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ email, password: PASSWORD }),
    });
    const { access_token } = (await login.json()) as { access_token: string };
    const witness = new Witness(bourse, access_token);
    const editions = await witness.get<{ items: { id: string; status: string }[] }>("/editions");
    witness.edition = editions.items.find((edition) => edition.status === "sale")?.id ?? "none";
    const articles = `/editions/${witness.edition}/articles?status=on_sale&per_page=${STOCK}`;
    witness.stock = (await witness.get<{ items: Article[] }>(articles)).items;
    return witness;
  }

  /** Articles on sale that no other test of the file touches. */
  fresh(count: number): Article[] {
    const taken = this.stock.splice(0, count);
    expect(taken).toHaveLength(count);
    return taken;
  }

  article(code: string): Promise<Article> {
    return this.get(`/editions/${this.edition}/articles/by-code/${code}`);
  }

  private async get<T>(path: string): Promise<T> {
    const headers = { Authorization: `Bearer ${this.token}` };
    const response = await fetch(`${this.bourse.url}/api/v1${path}`, { headers });
    expect(response.status, path).toBe(200);
    return (await response.json()) as T;
  }
}

export async function openTill(page: Page, bourse: Bourse, email: string, register: number): Promise<void> {
  await logInAs(page, bourse, email, "/caisse");
  await page.getByRole("radio", { name: String(register) }).click();
  await page.getByLabel("Fond de caisse").fill("50");
  await page.getByLabel("Chiffre 1 du code").click();
  await page.keyboard.type("2468");
  await page.getByRole("button", { name: "Ouvrir la caisse" }).click();
  const field = page.getByLabel(/Scanner une étiquette/);
  // Some tills of the demonstration have been open since this morning.
  const takeOver = page.getByRole("button", { name: "Reprendre cette caisse" });
  await expect(field.or(takeOver)).toBeVisible();
  if (await takeOver.isVisible()) await takeOver.click();
  await expect(field).toBeFocused();
  // From here on a cold start of the browser needs no server.
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
}

/** As a scanner does: fast keys, wherever the focus is, then Enter. */
export async function scan(page: Page, text: string): Promise<void> {
  await page.keyboard.type(text);
  await page.keyboard.press("Enter");
}

/** Times of keys as the scanner's own hardware gives them: a busy machine does not slow them down. */
const KEY_MS = 10;
/** Between two labels. */
const PAUSE_MS = 200;

/**
 * A scanner for one page: keys at a scanner's speed wherever the focus is, then what it is set to end with. The times travel
 * with the keys, so the till sees the same however long the browser takes.
 */
export async function scannerOf(
  page: Page,
): Promise<(text: string, end?: "Enter" | "Tab" | "LF") => Promise<void>> {
  const keyboard = await page.context().newCDPSession(page);
  let at = 0;
  const press = async (key: string, extra: { text?: string; modifiers?: number; code?: string }) => {
    at += KEY_MS / 1000;
    await keyboard.send("Input.dispatchKeyEvent", { type: "keyDown", key, timestamp: at, ...extra });
    await keyboard.send("Input.dispatchKeyEvent", {
      type: "keyUp",
      key,
      timestamp: at,
      code: extra.code ?? "",
    });
  };
  return async (text, end = "Enter") => {
    // The hand moves on to the next label, and no key comes from the future: one pressed later would be its echo.
    await page.waitForTimeout(Math.max(0, (at + PAUSE_MS / 1000) * 1000 - Date.now()));
    at = Date.now() / 1000;
    for (const sign of text) await press(sign, { text: sign });
    if (end === "Enter") await press("Enter", { text: "\r", code: "Enter" });
    else if (end === "Tab") await press("Tab", { code: "Tab" });
    else await press("j", { modifiers: 2, code: "KeyJ" });
  };
}

/** What a label's QR code holds, made with the till's own key. */
export async function openTillWithLabels(
  page: Page,
  bourse: Bourse,
  email: string,
  register: number,
): Promise<(article: Article) => Promise<string>> {
  const opening = page.waitForResponse(
    (response) => response.url().endsWith("/register-sessions") && response.status() === 201,
    // It begins at the log-in, and lasts as long.
    { timeout: 60_000 },
  );
  await openTill(page, bourse, email, register);
  const { label_key } = (await (await opening).json()) as { label_key: string };
  const key = await importKey(label_key);
  return async ({ code, price_cents }) =>
    `${code}-${price_cents}-${await labelCheck(key, code, price_cents)}`;
}

/** Whether the till has its server, and how many tickets wait for it. */
export function badge(page: Page) {
  return page.getByRole("status").filter({ hasText: /ligne/ });
}

export function lines(page: Page) {
  return page.getByRole("list", { name: "Articles du ticket" }).getByRole("listitem");
}

export async function payBy(page: Page, key: "F2" | "F3" | "F4", given = ""): Promise<void> {
  await page.keyboard.press(key);
  await expect(page.getByRole("dialog", { name: "Paiement" })).toBeVisible();
  await page.keyboard.type(given);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("dialog", { name: "Paiement" })).toBeHidden();
}
