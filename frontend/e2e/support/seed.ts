import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Bourse } from "./bourse";

/** Fills one demonstration before all tests, of which each file gets a copy: filling takes ten times as long as copying. */
export default async function seed(): Promise<() => void> {
  const folder = mkdtempSync(join(tmpdir(), "bourse-e2e-seed-"));
  const bourse = await Bourse.start("demo");
  await bourse.keep(folder);
  process.env.BOURSE_E2E_SEED = folder;
  return () => rmSync(folder, { recursive: true, force: true });
}
