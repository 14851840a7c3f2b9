// Fails when the JavaScript that a page needs at its first load, gzipped, grows beyond its budget.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

const site = new URL("../../public_html/", import.meta.url).pathname;
const assets = join(site, "assets");

/** Page: the chunk that holds it, on top of what every page needs, and kilobytes allowed. */
const budgets = [
  { page: "log-in", chunk: "basics", kilobytes: 170 },
  { page: "depositor home", chunk: "depositor", kilobytes: 180 },
  { page: "till", chunk: "till", kilobytes: 220 },
];

const page = readFileSync(join(site, "index.html"), "utf8");
const first = [...page.matchAll(/(?:src|href)="\/assets\/([^"]+\.js)"/g)].map(([, name]) => name);
if (first.length === 0) throw new Error("index.html names no script: build first");

/** A chunk and everything that it imports statically. */
function closure(name, seen = new Set()) {
  if (seen.has(name)) return seen;
  seen.add(name);
  const text = readFileSync(join(assets, name), "utf8");
  for (const [, imported] of text.matchAll(/(?:from|import)\s*"\.\/([^"]+\.js)"/g)) closure(imported, seen);
  return seen;
}

let exceeded = false;
for (const { page, chunk, kilobytes } of budgets) {
  // The name, eight signs that stand for the contents: `till-later-…` is another chunk.
  const lazy = readdirSync(assets).find((name) => new RegExp(`^${chunk}-[\\w-]{8}\\.js$`).test(name));
  if (lazy === undefined) throw new Error(`no chunk ${chunk}: has the page been renamed?`);
  const needed = closure(lazy);
  for (const name of first) closure(name, needed);
  const bytes = [...needed].reduce((sum, name) => sum + gzipSync(readFileSync(join(assets, name))).length, 0);
  const actual = bytes / 1000;
  exceeded ||= actual > kilobytes;
  console.log(`${page}: ${actual.toFixed(1)} KB of ${kilobytes} KB in ${needed.size} files`);
}
process.exitCode = exceeded ? 1 : 0;
