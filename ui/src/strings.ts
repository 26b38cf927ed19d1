// Every text a person sees, in one place.
import type { Answer } from "./host/messages/Answer";
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

export function unread(pagesUnread: number, of: number): string {
  if (pagesUnread === of) return of === 1 ? "Its page could not be read" : "No page could be read";
  return `${pagesUnread} of ${of} pages not read`;
}

export const recognised = (count: number) => `${pages(count)} recognised from images`;

/** What an answer did not see: unread pages of the documents it cites or, if it found nothing, of all it searched. */
export function unseen(answer: Answer): string | undefined {
  if (answer.refused) {
    const { pages_unread } = answer.searched;
    return pages_unread > 0 ? `${pages(pages_unread)} of these documents could not be read.` : undefined;
  }
  const cited = new Map(answer.citations.map(({ document }) => [document.id, document]));
  const holes = [...cited.values()].filter((document) => document.pages_unread > 0);
  if (holes.length === 0) return undefined;
  return holes.map((document) => `${pages(document.pages_unread)} of “${document.title}” could not be read.`).join(" ");
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
  emptyHint: "PDF, Office, e-books, mail, web pages and text. Everything is read and kept on this computer; nothing is sent anywhere.",
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
  password: "Password",
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
  unlock: "Unlock",
  locked: "This document needs its password to be shown.",
  wrongPassword: "That is not its password.",
  everything: "All documents",
  zoomIn: "Zoom in",
  zoomOut: "Zoom out",
};
