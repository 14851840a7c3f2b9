import type { Page } from "@playwright/test";
import type { Bourse } from "./bourse";

/** The password of every account of the demonstration. */
export const PASSWORD = "Demo-2026-bourse!";

export async function logInAs(
  page: Page,
  bourse: Bourse,
  email: string,
  path = "/",
  password = PASSWORD,
): Promise<void> {
  await page.goto(`${bourse.url}/connexion?suite=${encodeURIComponent(path)}`);
  await page.getByLabel("Adresse e-mail").fill(email);
  await page.getByLabel(/^Mot de passe/).fill(password);
  await page.getByRole("button", { name: "Se connecter" }).click();
  await page.waitForURL((url) => url.pathname === path);
}

/** Asks the server beside the browser, as somebody of the demonstration. */
export async function ask<T>(bourse: Bourse, email: string, path: string): Promise<T> {
  const login = await fetch(`${bourse.url}/api/v1/auth/login`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ email, password: PASSWORD }),
  });
  const { access_token } = (await login.json()) as { access_token: string };
  const response = await fetch(`${bourse.url}/api/v1${path}`, {
    headers: { Authorization: `Bearer ${access_token}` },
  });
  if (!response.ok) throw new Error(`${response.status} for ${path}`);
  return (await response.json()) as T;
}
