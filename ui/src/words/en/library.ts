// The documents in the library.
import type { DocumentKind } from "../../host/messages/DocumentKind";
import type { DocumentOrder } from "../../host/messages/DocumentOrder";
import type { PageState } from "../../host/messages/PageState";
import { documents, pages } from "./common";
import { count, plural } from "./formats";

function unread(pagesUnread: number, of: number): string {
  if (pagesUnread === of) return of === 1 ? "Its page could not be read" : "No page could be read";
  return `${pagesUnread} of ${of} pages not read`;
}

/** How many there are to see, in a collection or the library. */
const found = (number: number, isNarrowed: boolean) => (isNarrowed ? `${documents(number)} found` : documents(number));
const chosen = (number: number) => `${count(number)} selected`;
const removeAsk = (number: number) =>
  number === 1 ? "Remove it from the library? Your own file stays where it is." : `Remove ${documents(number)} from the library? Your own files stay where they are.`;

const kinds: Record<DocumentKind, string> = {
  pdf: "PDF",
  text: "Plain text",
  writing: "Text documents",
  sheet: "Spreadsheets",
  slides: "Presentations",
  book: "E-books",
  mail: "E-mail",
  web: "Web pages",
};

const orders: Record<DocumentOrder, string> = { added: "Date added", title: "Title", size: "Size", pages: "Pages" };

/** What comes first in an order. */
function direction(order: DocumentOrder, isDescending: boolean): string {
  switch (order) {
    case "added":
      return isDescending ? "Newest first" : "Oldest first";
    case "title":
      return isDescending ? "Z to A" : "A to Z";
    case "size":
      return isDescending ? "Largest first" : "Smallest first";
    case "pages":
      return isDescending ? "Longest first" : "Shortest first";
  }
}

const addedOn = (date: string) => `Added ${date}`;

const fates: Record<PageState, (number: number) => string> = {
  failed: (number) => `${pages(number)} could not be read`,
  image_only: (number) => `${pages(number)} without words, only an image`,
  recognised: (number) => `${pages(number)} recognised from images`,
  blank: (number) => plural(number, "blank page", "blank pages"),
  searchable: (number) => `${pages(number)} read`,
};

export const library = {
  unread,
  found,
  chosen,
  removeAsk,
  kinds,
  orders,
  direction,
  addedOn,
  fates,
  askOnly: "Ask only this document",
  askThese: "Ask only these",
  askThis: "Ask only this",
  choosing: "Selecting…",
  clearSearch: "Clear what is looked for",
  clearSelection: "Select nothing",
  details: "Details",
  documentsList: "Documents",
  documentsTab: "Documents",
  emptyLibrary: "Your documents will be listed here.",
  filter: "Filter",
  filterUnread: "Not wholly read",
  left: "Documents and chats",
  library: "Library",
  loading: "Looking…",
  moreOf: "More",
  nothingFound: "No document fits.",
  open: "Open",
  openOriginal: "Open in its own app",
  removeDocuments: "Remove…",
  reveal: "Show in folder",
  search: "Find a document",
  searchHint: "Find",
  seenAt: "Also at",
  showAllDocuments: "Show all documents",
  sort: "Sort",
  widen: "Show all again",
  writtenBy: "By",
};
