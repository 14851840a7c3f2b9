// Fails when the JavaScript that a page needs at its first load, gzipped, grows beyond its budget.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

const site = new URL("../../public_html/", import.meta.url).pathname;
const assets = join(site, "assets");

/** Page: the lazily loaded chunk on top of the entry, and kilobytes allowed. */
const budgets = [
  { page: "depositor home", chunk: "HomePage", kilobytes: 180 },
  { page: "till", chunk: "TillPage", kilobytes: 220 },
];

const entry = /<script[^>]+src="\/assets\/([^"]+\.js)"/.exec(
  readFileSync(join(site, "index.html"), "utf8"),
)?.[1];
if (entry === undefined) throw new Error("index.html names no script: build first");

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
  const lazy = readdirSync(assets).find((name) => name.startsWith(`${chunk}-`) && name.endsWith(".js"));
  if (lazy === undefined) throw new Error(`no chunk ${chunk}: has the page been renamed?`);
  const needed = closure(lazy, closure(entry));
  const bytes = [...needed].reduce((sum, name) => sum + gzipSync(readFileSync(join(assets, name))).length, 0);
  const actual = bytes / 1000;
  exceeded ||= actual > kilobytes;
  console.log(`${page}: ${actual.toFixed(1)} KB of ${kilobytes} KB in ${needed.size} files`);
}
process.exitCode = exceeded ? 1 : 0;
