import { readFileSync } from "node:fs";

import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vitest/config";

import { pdfjsFiles } from "./pdfjs-files";

// The app's own version stands in its manifest, once for all of it.
const manifest = readFileSync(new URL("../Cargo.toml", import.meta.url), "utf8");
const version = /^version = "(.+)"$/m.exec(manifest)?.[1] ?? "";

export default defineConfig({
  define: { VERSION: JSON.stringify(version) },
  plugins: [svelte(), pdfjsFiles()],
  // WebKitGTK 2.50 and the web views of macOS 14 and Windows all run this.
  build: { target: "es2022", chunkSizeWarningLimit: 2000 },
  server: { port: 1420, strictPort: true },
  worker: { format: "es" },
  clearScreen: false,
  // Only what hangs is stopped: on a busy machine everything takes its time.
  test: { testTimeout: 300_000, hookTimeout: 300_000 },
});
