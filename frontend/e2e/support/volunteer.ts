import { expect, type Page } from "@playwright/test";
import type { Bourse } from "./bourse";
import { logInAs, PASSWORD } from "./people";

export interface Article {
  readonly code: string;
  readonly description: string;
  readonly price_cents: number;
  readonly status: string;
}

/** What somebody may ask the server beside the browser, to compare. */
export class Witness {
  private constructor(
    private readonly bourse: Bourse,
    private readonly token: string,
    private readonly edition: string,
  ) {}

  static async of(bourse: Bourse, email: string): Promise<Witness> {
    const login = await fetch(`${bourse.url}/api/v1/auth/login`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ email, password: PASSWORD }),
    });
    const { access_token } = (await login.json()) as { access_token: string };
    const witness = new Witness(bourse, access_token, "");
    const { items } = await witness.get<{ items: { id: string; status: string }[] }>("/editions");
    return new Witness(
      bourse,
      access_token,
      items.find((edition) => edition.status === "sale")?.id ?? "none",
    );
  }

  async onSale(count: number): Promise<Article[]> {
    const path = `/editions/${this.edition}/articles?status=on_sale&per_page=${count}`;
    return (await this.get<{ items: Article[] }>(path)).items;
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
