import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import ts from "typescript";
import { expect, test } from "vitest";

const SOURCE = resolve(import.meta.dirname);

/** What each layer may import, itself included: arrows point down only. */
const BELOW: Record<string, readonly string[]> = {
  app: ["app", "features", "ui", "offline", "domain", "lib"],
  features: ["features", "ui", "offline", "domain", "lib"],
  ui: ["ui", "domain", "lib"],
  offline: ["offline", "domain", "lib"],
  domain: ["domain", "lib"],
  lib: ["lib"],
};

/** The server has the same areas, in this order. */
const AREAS = [
  "people",
  "edition",
  "registration",
  "lists",
  "deposit",
  "sale",
  "settlement",
  "conduct",
  "house",
];

/** Features that import another one, each with its reason. */
const EXPLAINED: Readonly<Record<string, string>> = {
  "conduct/depositor -> registration/depositors":
    "the sheet moves and removes a registration as the table does",
  "conduct/depositor -> registration/invitations": "the sheet sends an invitation again as the table does",
  "conduct/depositor -> lists/overview": "states of labels have the words of the table",
  "conduct/depositor -> settlement/payouts": "states of payouts have the words of the table",
  "deposit/desk -> sale/till": "a table reads and sounds as a till: scanner, camera, beeps",
  "edition/board -> conduct/steps": "the dashboard carries the button of the step that comes next",
  "registration/billetweb -> edition/slots":
    "a slot that the file asks for is made without leaving the preview",
  "registration/depositors -> registration/invitations": "the invitations stand above the people invited",
  "sale/board -> sale/decisions": "the live page shows what waits for a decision under its figures",
  "sale/decisions -> sale/refund": "a decision may give money back, out of a drawer",
  "sale/tickets -> sale/refund": "a cancelled sale gives money back, out of a drawer",
};

const LARGEST_FOLDER = 10;
const LARGEST_AREA = 7;
const LONGEST_FILE = 400;

const isTest = (file: string) => /\.test\.tsx?$/.test(file);

const everything = readdirSync(SOURCE, { recursive: true, encoding: "utf8" });

const files = everything.filter((file) => /\.tsx?$/.test(file) && !file.endsWith(".d.ts")).sort();

/** Every module that a text imports, re-exports, fetches later or names as a type, as it writes it. */
function namesIn(text: string): string[] {
  const named: string[] = [];
  const note = (node: ts.Node | undefined) => {
    if (node !== undefined && ts.isStringLiteralLike(node)) named.push(node.text);
  };
  const look = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) note(node.moduleSpecifier);
    if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) note(node.argument.literal);
    if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword)
      note(node.arguments[0]);
    ts.forEachChild(node, look);
  };
  look(ts.createSourceFile("text.tsx", text, ts.ScriptTarget.Latest, false));
  return named;
}

/** One of our own modules as its path under `src`; nothing for a library. */
function pathOf(file: string, name: string): readonly string[] {
  if (name.startsWith("@/")) return [name.slice(2)];
  return name.startsWith(".") ? [relative(SOURCE, resolve(SOURCE, dirname(file), name))] : [];
}

const names = files.map((file) => ({ file, named: namesIn(readFileSync(join(SOURCE, file), "utf8")) }));
const imports = names.flatMap(({ file, named }) =>
  named.flatMap((name) => pathOf(file, name)).map((target) => ({ file, target })),
);

/** `features/sale/board/…` is of the feature `sale/board`. */
function featureOf(path: string): string | undefined {
  const [layer, area, feature] = path.split("/");
  return layer === "features" ? `${area}/${feature}` : undefined;
}

/** Test vectors and the server's own data belong to the whole repository. */
const isShared = (target: string) => target.startsWith("..") && target.endsWith(".json");

function mayImport(file: string, target: string): boolean {
  const [layer = ""] = file.split("/");
  const [below = ""] = target.split("/");
  return isShared(target) || (BELOW[layer]?.includes(below) ?? true);
}

test("every way to name a module is seen", () => {
  const text = `
    import a, { b, type c } from "@/lib/words";
    import {
      d,
    } from "./near";
    import "../far.css";
    export { e } from "@/domain/editions";
    export * from "../ui/Page";
    const f = lazy(() => import("./Later"));
    type G = import("./types").G;
  `;
  expect(namesIn(text).flatMap((name) => pathOf("features/sale/x.tsx", name))).toEqual([
    "lib/words",
    "features/sale/near",
    "features/far.css",
    "domain/editions",
    "features/ui/Page",
    "features/sale/Later",
    "features/sale/types",
  ]);
});

test("imports point down: lib, domain, ui and offline, features, app", () => {
  const upward = imports.filter(({ file, target }) => !mayImport(file, target));
  expect(upward.map(({ file, target }) => `${file} -> ${target}`)).toEqual([]);
});

test("no feature knows another, but for what is explained", () => {
  const pairs = imports.flatMap(({ file, target }) => {
    const [own, other] = [featureOf(file), featureOf(target)];
    return own !== undefined && other !== undefined && own !== other ? [`${own} -> ${other}`] : [];
  });
  expect([...new Set(pairs)].sort()).toEqual(Object.keys(EXPLAINED).sort());
});

test("another folder is named from the top, a neighbour by its name alone", () => {
  const crooked = names.flatMap(({ file, named }) =>
    named
      .filter((name) => {
        const neighbour = pathOf(file, name).some((target) => dirname(target) === dirname(file));
        return neighbour ? !name.startsWith("./") : name.startsWith(".") && !name.endsWith(".json");
      })
      .map((name) => `${file}: ${name}`),
  );
  expect(crooked).toEqual([]);
});

test("what answers are kept under is written in domain/keys.ts alone", () => {
  const literal = files.filter(
    (file) => !isTest(file) && /queryKey: ?\[/.test(readFileSync(join(SOURCE, file), "utf8")),
  );
  expect(literal).toEqual([]);
});

test("styles stand beside the one component that wears them, in colours of the theme", () => {
  const sheets = everything.filter((file) => file.endsWith(".module.css")).sort();
  const worn = imports.filter(({ target }) => target.endsWith(".module.css"));
  expect(worn.map(({ file }) => file.replace(/\.tsx$/, ".module.css")).sort()).toEqual(sheets);
  expect(worn.map(({ target }) => target).sort()).toEqual(sheets);
  const painted = sheets.filter((file) => /#[0-9a-f]{3,8}\b/i.test(readFileSync(join(SOURCE, file), "utf8")));
  expect(painted).toEqual([]);
});

test("a folder holds ten files of code at most", () => {
  const sizes = new Map<string, number>();
  for (const file of files.filter((file) => !isTest(file)))
    sizes.set(dirname(file), (sizes.get(dirname(file)) ?? 0) + 1);
  expect([...sizes].filter(([, size]) => size > LARGEST_FOLDER)).toEqual([]);
});

test("areas are those of the server, and hold seven features at most", () => {
  const inside = (folder: string) => readdirSync(join(SOURCE, "features", folder));
  const areas = inside("");
  expect(areas.filter((area) => !AREAS.includes(area))).toEqual([]);
  expect(areas.filter((area) => inside(area).length > LARGEST_AREA)).toEqual([]);
});

test("no file grows beyond 400 lines", () => {
  const long = files.filter(
    (file) => readFileSync(join(SOURCE, file), "utf8").split("\n").length > LONGEST_FILE,
  );
  expect(long).toEqual([]);
});
