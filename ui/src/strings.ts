// Every text a person sees, in one place.
import type { ImportProgress } from "./host/messages/ImportProgress";
import type { Searched } from "./host/messages/Searched";

const plural = (count: number, one: string, many: string) => `${count.toLocaleString("en")} ${count === 1 ? one : many}`;

export const pages = (count: number) => plural(count, "page", "pages");
export const documents = (count: number) => plural(count, "document", "documents");
export const files = (count: number) => plural(count, "file", "files");

export function size(bytes: number): string {
  if (bytes < 1000) return `${bytes} bytes`;
  const units = ["kB", "MB", "GB"];
  let value = bytes / 1000;
  let unit = 0;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${value < 10 ? value.toFixed(1) : Math.round(value)} ${units[unit]}`;
}

export function stage(progress: ImportProgress): string {
  const { stage, done, total } = progress;
  switch (stage) {
    case "queued":
      return "Waiting";
    case "reading":
      return total > 0 ? `Reading page ${Math.min(done + 1, total)} of ${total}` : "Reading";
    case "embedding":
      return `Understanding passage ${Math.min(done + 1, total)} of ${total}`;
    case "indexing":
      return "Writing the index";
  }
}

export function unread(pagesWithout: number, of: number): string {
  if (pagesWithout === of) return of === 1 ? "No text on its page" : "No text on any page";
  return `${pagesWithout} of ${of} pages without text`;
}

export function completeness(searched: Searched): string | undefined {
  const missing = searched.of - searched.documents;
  if (missing <= 0) return undefined;
  return `Searched ${searched.documents} of ${documents(searched.of)}; ${missing} still being imported.`;
}

export const text = {
  addFiles: "Add files…",
  addFolder: "Add folder…",
  ask: "Ask your documents",
  askHint: "Ask a question",
  askOnly: "Ask only this document",
  askEmpty: "Add a document first, then ask",
  askNothing: "Answers come in your documents’ own words. Every sentence opens the page it is from.",
  cancel: "Cancel import",
  close: "Close the reader",
  copied: "Copied",
  copy: "Copy",
  dismiss: "Dismiss",
  drop: "Drop to add",
  dropHere: "Drop documents here",
  emptyHint: "PDF, text and Markdown. Everything is read and kept on this computer; nothing is sent anywhere.",
  examples: "Try",
  failedImport: "Not imported",
  fitWidth: "Fit width",
  keep: "Keep",
  library: "Library",
  nearest: "Nearest passages",
  next: "Next citation",
  noAnswerHint: "The nearest passages are below. Other words, or another document, may help.",
  open: "Open",
  openLibrary: "Show the library",
  page: "Page",
  previous: "Previous citation",
  quoted: "Quoted word for word",
  reading: "Opening…",
  remove: "Remove",
  removeAsk: "Remove it from the library? Your own file stays where it is.",
  retry: "Try again",
  searching: "Looking through your documents…",
  send: "Ask",
  sources: "Sources",
  stop: "Stop",
  stopped: "Stopped.",
  everything: "All documents",
  zoomIn: "Zoom in",
  zoomOut: "Zoom out",
};
