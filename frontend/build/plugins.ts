import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants } from "node:zlib";
import type { Plugin } from "vite";
import { unbroken } from "./french.ts";

/** `public_html` also holds files that are not built, so only the folder of built assets is emptied. */
export function emptyAssets(site: string): Plugin {
  return {
    name: "empty-assets",
    apply: "build",
    buildStart: () => rmSync(`${site}/assets`, { recursive: true, force: true }),
  };
}

export function contentSecurityPolicy(content: string): Plugin {
  return {
    name: "content-security-policy",
    apply: "build",
    transformIndexHtml: () => [
      { tag: "meta", attrs: { "http-equiv": "Content-Security-Policy", content }, injectTo: "head-prepend" },
    ],
  };
}

/** Has the signs of a French sentence stay with their word, in whatever is built. */
export function frenchSpaces(): Plugin {
  return {
    name: "french-spaces",
    apply: "build",
    enforce: "pre",
    transform: (code, id) =>
      /\/src\/.*\.tsx?$/.test(id) && !id.includes("node_modules")
        ? { code: unbroken(code), map: null }
        : undefined,
  };
}

/**
 * What the browser is told to fetch at once: the chunk that draws the page, beside the small one that asks for it. Not the
 * manifest and its pictogram, which `start.tsx` names once the page stands.
 */
export function firstFiles(): Plugin {
  return {
    name: "first-files",
    enforce: "post",
    apply: "build",
    transformIndexHtml: {
      order: "post",
      handler: (html, { bundle = {} }) => ({
        html: html.replace(/<link rel="manifest"[^>]*>/, ""),
        tags: Object.values(bundle)
          .filter((file) => file.type === "chunk" && file.name === "core")
          .map(({ fileName }) => ({
            tag: "link",
            attrs: { rel: "modulepreload", crossorigin: true, href: `/${fileName}` },
            injectTo: "head",
          })),
      }),
    },
  };
}

/** Chunks that run almost whole before the first picture. */
const AT_ONCE: ReadonlySet<string> = new Set(["ahead", "core", "basics", "depositor", "till"]);

/**
 * Has these chunks compiled while they arrive and beside the page's thread, instead of function by function as each is
 * called: a quarter of that thread's work. The comment has to be the first line; browsers that do not know it lose nothing.
 */
export function compileAtOnce(): Plugin {
  return {
    name: "compile-at-once",
    enforce: "post",
    apply: "build",
    generateBundle: {
      order: "post",
      handler(_, bundle) {
        for (const file of Object.values(bundle)) {
          if (file.type === "chunk" && AT_ONCE.has(file.name)) {
            file.code = `//# allFunctionsCalledOnLoad\n${file.code}`;
          }
        }
      },
    },
  };
}

/** Compares the components of Mantine that are built with those whose styles `list` names: a missing one would show late. */
export function mantineStyles(list: string): Plugin {
  const GENERAL = new Set(["baseline", "default-css-variables", "global"]);
  return {
    name: "mantine-styles",
    apply: "build",
    generateBundle(_, bundle) {
      const modules = Object.values(bundle).flatMap((file) => (file.type === "chunk" ? file.moduleIds : []));
      const styled = modules.flatMap((id) => /@mantine\/core\/.*\/(\w+)\.module\.mjs$/.exec(id)?.[1] ?? []);
      const named = [...readFileSync(list, "utf8").matchAll(/styles\/([\w-]+)\.layer\.css/g)].map(
        ([, name]) => name ?? "",
      );
      const missing = styled.filter((name) => !named.includes(name));
      const needless = named.filter((name) => !styled.includes(name) && !GENERAL.has(name));
      if (missing.length + needless.length > 0) {
        this.error(
          `${list}: missing ${missing.join(", ") || "nothing"}; needless ${needless.join(", ") || "nothing"}`,
        );
      }
    },
  };
}

/** A twin of each large file, packed once and better than a host would at each request; `.htaccess` serves it. */
export function packAssets(site: string): Plugin {
  return {
    name: "pack-assets",
    apply: "build",
    writeBundle() {
      const assets = join(site, "assets");
      for (const name of readdirSync(assets).filter((one) => /\.(js|css|wasm)$/.test(one))) {
        const text = readFileSync(join(assets, name));
        const params = { [constants.BROTLI_PARAM_SIZE_HINT]: text.length };
        writeFileSync(join(assets, `${name}.br`), brotliCompressSync(text, { params }));
      }
    },
  };
}
