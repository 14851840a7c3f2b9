import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { expect, test } from "vitest";

const SOURCE = resolve(import.meta.dirname);

/** What each layer may import, itself included: arrows point down only. */
const BELOW: Record<string, readonly string[]> = {
  app: ["app", "features", "ui", "offline", "lib"],
  features: ["ui", "offline", "lib"],
  ui: ["ui", "lib"],
  offline: ["offline", "lib"],
  lib: ["lib"],
};

const files = readdirSync(SOURCE, { recursive: true, encoding: "utf8" })
  .filter((file) => /\.tsx?$/.test(file) && !file.endsWith("wire.d.ts"))
  .sort();

/** Our own modules that a file imports, as paths under `src`. */
function importsOf(file: string): string[] {
  const text = readFileSync(join(SOURCE, file), "utf8");
  return [...text.matchAll(/(?:from|import)\s*\(?\s*"((?:@\/|\.)[^"]*)"/g)].map(([, target = ""]) =>
    target.startsWith("@/") ? target.slice(2) : relative(SOURCE, resolve(SOURCE, dirname(file), target)),
  );
}

function trespasses(file: string): string[] {
  const [layer = "", feature] = file.split("/");
  const allowed = BELOW[layer];
  if (allowed === undefined) return [];
  return importsOf(file).filter((target) => {
    const [targetLayer = "", targetFeature] = target.split("/");
    const ownFeature = layer === "features" && targetLayer === "features" && targetFeature === feature;
    const testVector = /(\.test|\/hall)\.ts$/.test(file) && target.endsWith(".json");
    return !ownFeature && !testVector && !allowed.includes(targetLayer);
  });
}

test("imports point down, and no feature knows another", () => {
  const found = files.flatMap((file) => trespasses(file).map((target) => `${file} -> ${target}`));
  expect(found).toEqual([]);
});

test("no file grows beyond 400 lines", () => {
  const long = files.filter((file) => readFileSync(join(SOURCE, file), "utf8").split("\n").length > 400);
  expect(long).toEqual([]);
});
