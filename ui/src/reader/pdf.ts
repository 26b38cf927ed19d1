// pdf.js, set up for a window without a network.
import * as pdfjs from "pdfjs-dist";
import worker from "pdfjs-dist/build/pdf.worker.mjs?worker";

import type { Size } from "./zoom";

export type Pdf = pdfjs.PDFDocumentProxy;
export type PdfPage = pdfjs.PDFPageProxy;

/** For all documents: one that is closed must not take it along from one that is opened meanwhile. */
let shared: pdfjs.PDFWorker | undefined;

/**
 * Opens a PDF from its bytes. Scripts in it never run; what it links to is never fetched. If it is encrypted,
 * `askPassword` is called until it is given the right one.
 */
export function openPdf(
  bytes: ArrayBuffer,
  askPassword: (answer: (password: string) => void, wrong: boolean) => void,
): pdfjs.PDFDocumentLoadingTask {
  shared ??= pdfjs.PDFWorker.create({ port: new worker() });
  const files = (folder: string) => new URL(`pdfjs/${folder}/`, document.baseURI).href;
  const task = pdfjs.getDocument({
    data: bytes,
    worker: shared,
    cMapUrl: files("cmaps"),
    iccUrl: files("iccs"),
    standardFontDataUrl: files("standard_fonts"),
    wasmUrl: files("wasm"),
    // The worker may not fetch; the window does it for it.
    useWorkerFetch: false,
    enableXfa: false,
  });
  task.onPassword = (answer: (password: string) => void, reason: number) =>
    askPassword(answer, reason === pdfjs.PasswordResponses.INCORRECT_PASSWORD);
  return task;
}

/** In points, as it is shown. */
export function sizeOf(page: PdfPage): Size {
  const { width, height } = page.getViewport({ scale: 1 });
  return { width, height };
}

/** A canvas of more pixels than this costs more memory than sharpness is worth. */
const mostPixels = 16_000_000;

/** Pixels of the screen in one of the window. Where the whole window is zoomed, the web view does not count that in. */
function sharpness(): number {
  const zoom = Math.round((outerWidth / innerWidth) * 4) / 4;
  return (devicePixelRatio || 1) * Math.min(Math.max(zoom, 1), 2);
}

/** Gives back the memory of a canvas now, not when it is collected. */
export function free(canvas: HTMLCanvasElement | undefined): void {
  if (!canvas) return;
  canvas.width = canvas.height = 0;
  canvas.remove();
}

/** Draws a page; nothing if `signal` is aborted meanwhile. */
export async function drawPage(page: PdfPage, scale: number, signal: AbortSignal): Promise<HTMLCanvasElement | undefined> {
  const viewport = page.getViewport({ scale });
  const density = Math.min(sharpness(), Math.sqrt(mostPixels / (viewport.width * viewport.height)));
  const canvas = document.createElement("canvas");
  canvas.width = Math.floor(viewport.width * density);
  canvas.height = Math.floor(viewport.height * density);
  const drawing = page.render({ canvas, viewport, transform: [density, 0, 0, density, 0, 0] });
  const stop = () => drawing.cancel();
  signal.addEventListener("abort", stop);
  try {
    await drawing.promise;
    return canvas;
  } catch (error) {
    free(canvas);
    if (!signal.aborted) throw error;
  } finally {
    signal.removeEventListener("abort", stop);
  }
  return undefined;
}

/** Lays the text of a page into `layer`; says whether it was done before `signal` was aborted. */
export async function layText(page: PdfPage, layer: HTMLElement, scale: number, signal: AbortSignal): Promise<boolean> {
  layer.replaceChildren();
  const text = new pdfjs.TextLayer({ textContentSource: page.streamTextContent(), container: layer, viewport: page.getViewport({ scale }) });
  const stop = () => text.cancel();
  signal.addEventListener("abort", stop);
  try {
    await text.render();
    const end = document.createElement("div");
    end.className = "end";
    layer.append(end);
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    signal.removeEventListener("abort", stop);
  }
  return !signal.aborted;
}
