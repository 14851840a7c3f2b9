import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";
import { unbroken } from "./french";

const SOURCE = resolve(import.meta.dirname, "../src");

test("no line breaks before a double sign, wherever it is written", () => {
  const before = [
    'const a = "Combien ?";',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a source as it is written
    "const b = `${count} % de ${name} : oui, « ${other} »`;",
    'const c = <p title="« Liste »">Fini ! {sum} € ;{" "}</p>;',
    "const d = <p>{sum} % et {name}\n  : oui</p>;",
    'const e = <p><b>{name}</b>{" "}\n  : oui</p>;',
  ].join("\n");
  const after = [
    'const a = "Combien~?";',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a source as it is written
    "const b = `${count}~% de ${name}~: oui, «~${other}~»`;",
    'const c = <p title="«~Liste~»">Fini~! {sum}~€~;{" "}</p>;',
    "const d = <p>{sum}~% et {name}~: oui</p>;",
    "const e = <p><b>{name}</b>~: oui</p>;",
  ].join("\n");
  expect(unbroken(before)).toBe(after.replaceAll("~", "\u00a0"));
});

test("what is no text stays as it is", () => {
  const code =
    'import a from "b";\nconst e = wide ? one : other; // Pourquoi ?\nconst f = 7 % 2;\nconst g = "a:b?c";';
  expect(unbroken(code)).toBe(code);
});

test("the application's own sources have nothing left that could break", () => {
  const loose = readdirSync(SOURCE, { recursive: true, encoding: "utf8" })
    .filter((file) => /\.tsx?$/.test(file) && !/\.(test|d)\.tsx?$/.test(file))
    .map((file) => [file, unbroken(readFileSync(join(SOURCE, file), "utf8"))] as const)
    .filter(
      ([, text]) =>
        /["'`>][^"'`<>\n{}]*\p{L} [»?!](?=["'`<])/u.test(text) ||
        /« [\p{L}$]/u.test(text.replace(/\/\*\*[\s\S]*?\*\//g, "")),
    );
  expect(loose.map(([file]) => file)).toEqual([]);
});
