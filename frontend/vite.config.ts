import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { VitePWA } from "vite-plugin-pwa";
import { defineConfig } from "vitest/config";
import { codeSplitting } from "./build/chunks.ts";
import {
  compileAtOnce,
  contentSecurityPolicy,
  emptyAssets,
  firstFiles,
  frenchSpaces,
  mantineStyles,
  packAssets,
} from "./build/plugins.ts";
import manifest from "./package.json" with { type: "json" };

const site = fileURLToPath(new URL("../public_html", import.meta.url));
const backend = process.env.BOURSE_URL ?? "http://localhost:8000";

/**
 * The same policy as the server's header, so that a host that drops headers stays protected.
 * Mantine writes its theme into a style element, hence the exception for styles; WASM reads QR codes.
 */
const policy = [
  "default-src 'self'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
].join("; ");

export default defineConfig({
  define: { __APP_VERSION__: JSON.stringify(manifest.version) },
  resolve: { alias: { "@": fileURLToPath(new URL("./src", import.meta.url)) } },
  publicDir: false,
  build: {
    outDir: site,
    emptyOutDir: false,
    target: "es2022",
    // A host that answers 404 for a source map is fine; one that serves our sources to strangers is not.
    sourcemap: false,
    assetsInlineLimit: 0,
    // Browsers without it fetch the same files a little later.
    modulePreload: { polyfill: false },
    // One sheet: what is left of the styles is smaller than the round trips of many.
    cssCodeSplit: false,
    rolldownOptions: { output: { codeSplitting } },
  },
  server: {
    proxy: Object.fromEntries(["/api", "/docs", "/openapi.json", "/icons"].map((path) => [path, backend])),
  },
  plugins: [
    emptyAssets(site),
    frenchSpaces(),
    react(),
    contentSecurityPolicy(policy),
    mantineStyles(fileURLToPath(new URL("./src/app/mantine.css", import.meta.url))),
    packAssets(site),
    VitePWA({
      registerType: "prompt",
      injectRegister: false,
      filename: "sw.js",
      manifest: {
        name: "Bourse",
        short_name: "Bourse",
        description: "La bourse aux vêtements et aux jouets : listes, caisses et reversements",
        lang: "fr",
        start_url: "/",
        scope: "/",
        display: "standalone",
        theme_color: "#2563EB",
        background_color: "#F9FAFB",
        icons: [
          { src: "/icons/bourse-192.png", sizes: "192x192", type: "image/png" },
          { src: "/icons/bourse-512.png", sizes: "512x512", type: "image/png" },
          { src: "/icons/bourse-maskable-512.png", sizes: "512x512", type: "image/png", purpose: "maskable" },
        ],
      },
      workbox: {
        inlineWorkboxRuntime: true,
        globPatterns: [
          "index.html",
          "manifest.webmanifest",
          "assets/**/*.{js,css,woff2}",
          "icons/*.{svg,png}",
        ],
        globIgnores: ["**/sw.js"],
        navigateFallback: "/index.html",
        navigateFallbackDenylist: [/^\/api\//, /^\/docs/, /^\/openapi\.json/, /^\/health/, /\.html$/],
        cleanupOutdatedCaches: true,
        // The QR reader is 1 MB: only the devices that open a till's camera keep it.
        runtimeCaching: [
          {
            urlPattern: /\/assets\/.*\.wasm$/,
            handler: "CacheFirst",
            options: { cacheName: "camera", expiration: { maxEntries: 2 } },
          },
        ],
      },
    }),
    firstFiles(),
    compileAtOnce(),
  ],
  test: {
    environment: "happy-dom",
    include: ["{src,build}/**/*.test.{ts,tsx}"],
    setupFiles: ["src/test-setup.ts"],
    restoreMocks: true,
    // By itself it leaves one processor free: of two, a third of the time.
    maxWorkers: "100%",
    // Screens are slow to draw on a busy machine: what takes long is not what is wrong.
    testTimeout: 30_000,
  },
});
