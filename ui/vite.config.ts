import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vite";

import { pdfjsFiles } from "./pdfjs-files";

export default defineConfig({
  plugins: [svelte(), pdfjsFiles()],
  // WebKitGTK 2.50 and the web views of macOS 14 and Windows all run this.
  build: { target: "es2022", chunkSizeWarningLimit: 2000 },
  server: { port: 1420, strictPort: true },
  worker: { format: "es" },
  clearScreen: false,
});
