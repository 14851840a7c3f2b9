import { existsSync } from "node:fs";
import { defineConfig } from "@playwright/test";

/** The engine without windows, where Debian has brought it: it draws the same pages with half the work. */
const SHELL = "/usr/bin/chromium-headless-shell";

/** Debian's Chromium, kept from talking to anybody but the server under test. */
export default defineConfig({
  testDir: ".",
  outputDir: "results",
  globalSetup: "./support/seed.ts",
  // Each file has a server of its own, and its tests build on one another.
  fullyParallel: false,
  workers: 2,
  // A machine that builds at the same time is slow: each wait leaves room for that, and a whole test for all its waits.
  timeout: 240_000,
  expect: { timeout: 30_000 },
  forbidOnly: process.env.CI !== undefined,
  // A machine that builds at the same time may be slow once; a real fault fails twice.
  retries: process.env.CI === undefined ? 0 : 1,
  reporter: [["list"]],
  use: {
    locale: "fr-FR",
    timezoneId: "Europe/Paris",
    viewport: { width: 1366, height: 768 },
    actionTimeout: 30_000,
    // Recording costs a fifth of the run: only what failed once is recorded. By hand: `--trace on`.
    trace: "on-first-retry",
    launchOptions: {
      executablePath: process.env.CHROMIUM ?? (existsSync(SHELL) ? SHELL : "/usr/bin/chromium"),
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
  },
});
