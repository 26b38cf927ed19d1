// The reader.
import type { Verdict } from "../../host/messages/Verdict";
import { count, plural } from "./formats";

/** How well the cited words carry what cites them. */
function verdict(verdict: Verdict): string {
  switch (verdict) {
    case "quoted":
      return "Word for word";
    case "supported":
      return "In other words";
    case "unsupported":
      return "Not found to say so";
  }
}

export const reader = {
  askAbout: (selection: string) => `About “${selection}”:`,
  askOnly: "Ask only this document",
  askSelection: "Ask about this",
  citationMark: (number: number) => `Citation ${count(number)}`,
  citations: "Citations of the answer",
  citationsHere: (number: number) => plural(number, "citation", "citations"),
  close: "Close the reader",
  closeProblem: "Close the message",
  copied: "Copied",
  copy: "Copy",
  couldNotCopy: "Could not be copied",
  dim: "Dim the pages",
  documentChanged: "This document has changed since it was cited.",
  documentGone: "This document is not in the library any more.",
  emptyDocument: "There is nothing to read in this document.",
  emptyPage: (why?: string) => (why ? `This page has no text: ${why.replace(/\.$/, "")}.` : "This page has no text."),
  find: "Find in this document",
  findBusy: "Looking…",
  findClose: "Close the search",
  findNext: "Next match",
  findNone: "Not found",
  findPrevious: "Previous match",
  fitPage: "Fit page",
  fitWidth: "Fit width",
  locked: "This document needs its password to be shown.",
  menu: "More for this document",
  next: "Next citation",
  noOutline: "This document lists no headings.",
  noPage: (typed: string) => `There is no page “${typed}”.`,
  /** Behind the box with the page. */
  ofPages: (number: number) => `/ ${count(number)}`,
  openOriginal: "Open in the system’s viewer",
  outline: "Contents",
  page: "Page",
  pageBroken: "This page could not be drawn.",
  pageNamed: (label: string) => `Page ${label}`,
  pages: "Pages",
  percent: (number: number) => `${count(number)}%`,
  /** `more`: there are more than were counted. */
  placeOf: (number: number, of: number, more = false) => `${count(number)} of ${count(of)}${more ? "+" : ""}`,
  previous: "Previous citation",
  quotedWas: "What was cited:",
  reading: "Opening…",
  reveal: "Show in folder",
  selection: "What is selected",
  side: "Contents and pages",
  undim: "Show the pages bright",
  verdict,
  zoomIn: "Zoom in",
  zoomOut: "Zoom out",
};
