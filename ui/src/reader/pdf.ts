// pdf.js, set up for a window without a network.
import * as pdfjs from "pdfjs-dist";
import worker from "pdfjs-dist/build/pdf.worker.mjs?worker";

export type Pdf = pdfjs.PDFDocumentProxy;
export type PdfPage = pdfjs.PDFPageProxy;

let shared: Worker | undefined;

/**
 * Opens a PDF from its bytes. Scripts in it never run; what it links to is never fetched. If it is encrypted,
 * `askPassword` is called until it is given the right one.
 */
export function openPdf(
  bytes: ArrayBuffer,
  askPassword: (answer: (password: string) => void, wrong: boolean) => void,
): pdfjs.PDFDocumentLoadingTask {
  shared ??= new worker();
  pdfjs.GlobalWorkerOptions.workerPort = shared;
  const files = (folder: string) => new URL(`pdfjs/${folder}/`, document.baseURI).href;
  const task = pdfjs.getDocument({
    data: bytes,
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

/** Draws a page and lays its text over it. Ends early, without an error, when `signal` is aborted. */
export async function drawPage(
  page: PdfPage,
  scale: number,
  canvas: HTMLCanvasElement,
  layer: HTMLElement,
  signal: AbortSignal,
): Promise<void> {
  const viewport = page.getViewport({ scale });
  const density = window.devicePixelRatio || 1;
  canvas.width = Math.floor(viewport.width * density);
  canvas.height = Math.floor(viewport.height * density);
  const drawing = page.render({ canvas, viewport, transform: [density, 0, 0, density, 0, 0] });
  const text = new pdfjs.TextLayer({ textContentSource: page.streamTextContent(), container: layer, viewport });
  signal.addEventListener("abort", () => {
    drawing.cancel();
    text.cancel();
  });
  try {
    layer.replaceChildren();
    await Promise.all([drawing.promise, text.render()]);
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}
