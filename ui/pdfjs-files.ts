// Ships the files that pdf.js loads while it runs. Without them Chinese, Japanese and Korean text, fonts that are
// not embedded and JPEG 2000 images vanish without a word.
import { createReadStream, existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Plugin } from "vite";

const folders = ["cmaps", "iccs", "standard_fonts", "wasm"];
const source = join(import.meta.dirname, "node_modules", "pdfjs-dist");

export function pdfjsFiles(): Plugin {
  return {
    name: "pdfjs-files",
    generateBundle() {
      for (const folder of folders) {
        // Scripts in documents never run, so their interpreter is left out.
        const files = readdirSync(join(source, folder)).filter((file) => !file.startsWith("quickjs"));
        for (const file of files) {
          const path = join(source, folder, file);
          this.emitFile({ type: "asset", fileName: `pdfjs/${folder}/${file}`, source: readFileSync(path) });
        }
      }
    },
    configureServer(server) {
      server.middlewares.use("/pdfjs", (request, response, next) => {
        const path = join(source, (request.url ?? "").split("?")[0] ?? "");
        if (!path.startsWith(source) || !existsSync(path)) return next();
        createReadStream(path).pipe(response);
      });
    },
  };
}
