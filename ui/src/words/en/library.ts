// The library and the imports.
import type { DocumentKind } from "../../host/messages/DocumentKind";
import type { DocumentOrder } from "../../host/messages/DocumentOrder";
import type { DropPreview } from "../../host/messages/DropPreview";
import type { ImportProgress } from "../../host/messages/ImportProgress";
import type { PageState } from "../../host/messages/PageState";
import type { WatchedFolder } from "../../host/messages/WatchedFolder";
import type { Batch } from "../../state/batches";
import type { Speed } from "../../state/pace";
import { documents, files, pages } from "./common";
import { count, decimal, plural } from "./formats";

function stage(progress: ImportProgress): string {
  const { stage, done, total } = progress;
  switch (stage) {
    case "queued":
      return "Waiting";
    case "paused":
      return total > 0 ? `Paused at page ${count(Math.max(done, 1))} of ${count(total)}` : "Paused";
    case "reading":
      return total > 0 ? `Reading page ${count(Math.min(done + 1, total))} of ${count(total)}` : "Reading";
    case "embedding":
      return `Understanding passage ${count(Math.min(done + 1, total))} of ${count(total)}`;
    case "indexing":
      return "Writing the index";
  }
}

/** What the queue does with the imports in it, of which some or all may be paused one by one. */
function queue(imports: number, paused: "none" | "each" | "whole"): string {
  switch (paused) {
    case "none":
      return `Importing ${files(imports)}`;
    case "each":
      return `${files(imports)} paused`;
    case "whole":
      return `${files(imports)} waiting · paused`;
  }
}

const cancelAsk = (imports: number) => `Cancel all ${count(imports)}?`;
const failedImports = (number: number) => `${files(number)} not imported`;

function watched(folder: WatchedFolder): string {
  const within = documents(folder.files);
  return folder.collection === null ? within : `${within} · ${folder.collection}`;
}

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

const collectionMore = (name: string) => `More for “${name}”`;
const deleteCollectionAsk = (name: string) => `Delete “${name}”? Its documents stay.`;
const takeOut = (name: string) => `Take out of “${name}”`;
const into = (name: string) => `into “${name}”`;
const newCollectionNamed = (name: string) => `New collection “${name}”`;
const put = (number: number, name: string) => `${documents(number)} put into “${name}”`;
const takenOut = (number: number, name: string) => `${documents(number)} taken out of “${name}”`;
const addedOn = (date: string) => `Added ${date}`;

const fates: Record<PageState, (number: number) => string> = {
  failed: (number) => `${pages(number)} could not be read`,
  image_only: (number) => `${pages(number)} without words, only an image`,
  recognised: (number) => `${pages(number)} recognised from images`,
  blank: (number) => plural(number, "blank page", "blank pages"),
  searchable: (number) => `${pages(number)} read`,
};

/** Rounded so that it need not be corrected all the time. */
function timeLeft(seconds: number): string {
  const minutes = seconds / 60;
  if (minutes < 0.75) return "less than a minute left";
  if (minutes < 1.5) return "about a minute left";
  if (minutes < 10) return `about ${count(Math.round(minutes))} minutes left`;
  if (minutes < 55) return `about ${count(Math.round(minutes / 5) * 5)} minutes left`;
  const hours = minutes / 60;
  if (hours < 1.25) return "about an hour left";
  if (hours < 24) return `about ${count(Math.round(hours * 2) / 2)} hours left`;
  return "more than a day left";
}

function speed({ of, perSecond }: Speed): string {
  const number = perSecond < 10 ? decimal(perSecond, 1) : count(Math.round(perSecond));
  return `${number} ${of === "pages" ? "pages" : "passages"}/s`;
}

/** What was imported, of what something was. */
function batch({ read, pages: readPages, knownFiles, failed }: Batch): string {
  const parts = [
    read.size > 0 && `${documents(read.size)}, ${pages(readPages)}`,
    knownFiles > 0 && `${count(knownFiles)} already there`,
    failed.size > 0 && `${count(failed.size)} not imported`,
  ];
  return parts.filter((part) => part !== false).join(", ");
}

/** What would be added if it were dropped now. */
function dropped({ files: all, folders, is_more }: DropPreview): string {
  const many = is_more ? `more than ${files(all)}` : files(all);
  return folders === 0 ? many : `${many} from ${plural(folders, "folder", "folders")}`;
}
/** `what` is empty while that is not known. */
const dropTo = (what: string, collection: string | null) => ["Drop to add", what, collection === null ? "" : `to “${collection}”`].filter(Boolean).join(" ");
const droppedKnown = (number: number, of: number) => {
  const many = number < of ? `${count(number)} of them` : number === 1 ? "It" : "All";
  return `${many} ${number === 1 ? "is" : "are"} already in your library and will not be read again.`;
};
function droppedUnreadable({ unreadable, unreadable_files }: DropPreview): string {
  const others = unreadable_files - unreadable.length;
  const names = unreadable.join(", ");
  return `Cannot be read: ${others > 0 ? `${names} and ${count(others)} more` : names}`;
}

const importing = (number: number) => `Importing ${files(number)}`;

export const library = {
  stage,
  queue,
  cancelAsk,
  failedImports,
  watched,
  unread,
  importing,
  found,
  chosen,
  removeAsk,
  kinds,
  orders,
  direction,
  collectionMore,
  deleteCollectionAsk,
  takeOut,
  into,
  newCollectionNamed,
  put,
  takenOut,
  addedOn,
  fates,
  timeLeft,
  speed,
  batch,
  dropped,
  dropTo,
  droppedKnown,
  droppedUnreadable,
  addFiles: "Add files…",
  addFolder: "Add folder…",
  advance: "Import next",
  allDocuments: "All documents",
  askIn: "Ask in this collection",
  askOnly: "Ask only this document",
  askThese: "Ask only these",
  askThis: "Ask only this",
  batchEnded: "Paperside has read your documents",
  cancelAll: "Cancel all",
  cancelImport: "Cancel import",
  choosing: "Selecting…",
  clearSearch: "Clear what is looked for",
  clearSelection: "Select nothing",
  collectionName: "Name of the collection",
  collections: "Collections",
  delete: "Delete",
  deleteCollection: "Delete collection…",
  details: "Details",
  dismiss: "Dismiss",
  dismissAll: "Dismiss all",
  documentsList: "Documents",
  documentsTab: "Documents",
  dropNothing: "Nothing of this can be read",
  emptyCollection: "Nothing here yet. Drag documents onto its name, or drop files here.",
  emptyLibrary: "Your documents will be listed here.",
  failedImport: "Not imported",
  fewer: "Show fewer",
  filter: "Filter",
  filterUnread: "Not wholly read",
  findCollection: "Find or name a collection",
  foldImports: "Fold up the imports",
  imports: "Imports",
  inCollections: "In collections",
  left: "Documents and chats",
  library: "Library",
  loading: "Looking…",
  moreOf: "More",
  newCollection: "New collection…",
  noName: "A collection needs a name",
  nothingFound: "No document fits.",
  open: "Open",
  openOriginal: "Open in its own app",
  password: "Password",
  pauseAll: "Pause all imports",
  putInto: "Put into collection…",
  removeDocuments: "Remove…",
  rename: "Rename",
  resumeAll: "Resume all imports",
  retryAll: "Retry all",
  reveal: "Show in folder",
  search: "Find a document",
  searchHint: "Find",
  seenAt: "Also at",
  showAll: "Show all",
  showAllDocuments: "Show all documents",
  showBatch: "Show them",
  showMore: "Show more",
  sort: "Sort",
  unfoldImports: "Show the imports",
  unlock: "Unlock",
  unwatch: "Stop watching",
  unwatchHint: "Stop watching; its documents stay",
  watch: "Watch a folder…",
  watchedFolders: "Watched folders",
  widen: "Show all again",
  writtenBy: "By",
  wrongPassword: "That is not its password.",
};
