import { defineConfig } from "@playwright/test";

/** Not tests: `scripts/bench web` runs the measurement alone, once, for as long as it takes. */
export default defineConfig({
  testDir: ".",
  testMatch: "*.bench.ts",
  workers: 1,
  timeout: 1_800_000,
  outputDir: "results",
  reporter: [["line"]],
});
