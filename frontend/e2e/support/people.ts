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

/** Tells the server something beside the browser, as somebody of the demonstration. */
export async function tell<T>(
  bourse: Bourse,
  email: string,
  path: string,
  body: unknown,
  method = "POST",
): Promise<T> {
  const response = await fetch(`${bourse.url}/api/v1${path}`, {
    method,
    headers: { "Content-Type": "application/json", Authorization: `Bearer ${await tokenOf(bourse, email)}` },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${response.status} for ${path}: ${await response.text()}`);
  return (await response.json()) as T;
}

/** Asks the server beside the browser, as somebody of the demonstration. */
export async function ask<T>(bourse: Bourse, email: string, path: string): Promise<T> {
  const response = await fetch(`${bourse.url}/api/v1${path}`, {
    headers: { Authorization: `Bearer ${await tokenOf(bourse, email)}` },
  });
  if (!response.ok) throw new Error(`${response.status} for ${path}`);
  return (await response.json()) as T;
}

async function tokenOf(bourse: Bourse, email: string): Promise<string> {
  const login = await fetch(`${bourse.url}/api/v1/auth/login`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ email, password: PASSWORD }),
  });
  return ((await login.json()) as { access_token: string }).access_token;
}
