// The library and the imports.
import type { DocumentKind } from "../../host/messages/DocumentKind";
import type { DocumentOrder } from "../../host/messages/DocumentOrder";
import type { DropPreview } from "../../host/messages/DropPreview";
import type { ImportProgress } from "../../host/messages/ImportProgress";
import type { PageState } from "../../host/messages/PageState";
import type { WatchedFolder } from "../../host/messages/WatchedFolder";
import type { Batch } from "../../state/batches";
import type { Speed } from "../../state/pace";
import type { library as english } from "../en/library";
import { documents, files, pages } from "./common";
import { count, decimal, plural } from "./formats";

function stage(progress: ImportProgress): string {
  const { stage, done, total } = progress;
  const next = `${count(Math.min(done + 1, total))} von ${count(total)}`;
  switch (stage) {
    case "queued":
      return "Wartet";
    case "paused":
      return total > 0 ? `Pausiert auf Seite ${count(Math.max(done, 1))} von ${count(total)}` : "Pausiert";
    case "reading":
      return total > 0 ? `Liest Seite ${next}` : "Liest";
    case "embedding":
      return `Erfasst Stelle ${next}`;
    case "indexing":
      return "Schreibt den Index";
  }
}

/** What the queue does with the imports in it, of which some or all may be paused one by one. */
function queue(imports: number, paused: "none" | "each" | "whole"): string {
  switch (paused) {
    case "none":
      return importing(imports);
    case "each":
      return `${files(imports)} pausiert`;
    case "whole":
      return `${files(imports)} ${imports === 1 ? "wartet" : "warten"} · pausiert`;
  }
}

const cancelAsk = (imports: number) => (imports === 1 ? "Den Import abbrechen?" : `Alle ${count(imports)} abbrechen?`);
const failedImports = (number: number) => `${files(number)} nicht importiert`;

function watched(folder: WatchedFolder): string {
  const within = documents(folder.files);
  return folder.collection === null ? within : `${within} · ${folder.collection}`;
}

function unread(pagesUnread: number, of: number): string {
  if (pagesUnread === of) return of === 1 ? "Die Seite war nicht lesbar" : "Keine Seite war lesbar";
  return `${count(pagesUnread)} von ${pages(of)} nicht gelesen`;
}

/** How many there are to see, in a collection or the library. */
const found = (number: number, isNarrowed: boolean) => (isNarrowed ? `${documents(number)} gefunden` : documents(number));
const chosen = (number: number) => `${count(number)} ausgewählt`;
const removeAsk = (number: number) =>
  number === 1 ? "Aus der Bibliothek entfernen? Ihre eigene Datei bleibt, wo sie ist." : `${documents(number)} aus der Bibliothek entfernen? Ihre eigenen Dateien bleiben, wo sie sind.`;

const kinds: Record<DocumentKind, string> = {
  pdf: "PDF",
  text: "Reiner Text",
  writing: "Textdokumente",
  sheet: "Tabellen",
  slides: "Präsentationen",
  book: "E-Books",
  mail: "E-Mails",
  web: "Webseiten",
};

const orders: Record<DocumentOrder, string> = { added: "Hinzugefügt am", title: "Titel", size: "Größe", pages: "Seiten" };

/** What comes first in an order. */
function direction(order: DocumentOrder, isDescending: boolean): string {
  switch (order) {
    case "added":
      return isDescending ? "Neueste zuerst" : "Älteste zuerst";
    case "title":
      return isDescending ? "Z bis A" : "A bis Z";
    case "size":
      return isDescending ? "Größte zuerst" : "Kleinste zuerst";
    case "pages":
      return isDescending ? "Längste zuerst" : "Kürzeste zuerst";
  }
}

const collectionMore = (name: string) => `Mehr zu „${name}“`;
const deleteCollectionAsk = (name: string) => `„${name}“ löschen? Die Dokumente bleiben.`;
const takeOut = (name: string) => `Aus „${name}“ herausnehmen`;
const into = (name: string) => `in „${name}“`;
const newCollectionNamed = (name: string) => `Neue Sammlung „${name}“`;
const put = (number: number, name: string) => `${documents(number)} in „${name}“ gelegt`;
const takenOut = (number: number, name: string) => `${documents(number)} aus „${name}“ herausgenommen`;
const addedOn = (date: string) => `Hinzugefügt am ${date}`;

const fates: Record<PageState, (number: number) => string> = {
  failed: (number) => `${pages(number)} nicht lesbar`,
  image_only: (number) => `${pages(number)} ohne Wörter, nur ein Bild`,
  recognised: (number) => `${pages(number)} aus Bildern erkannt`,
  blank: (number) => plural(number, "leere Seite", "leere Seiten"),
  searchable: (number) => `${pages(number)} gelesen`,
};

/** Rounded so that it need not be corrected all the time. */
function timeLeft(seconds: number): string {
  const minutes = seconds / 60;
  if (minutes < 0.75) return "weniger als eine Minute";
  if (minutes < 1.5) return "noch etwa eine Minute";
  if (minutes < 10) return `noch etwa ${count(Math.round(minutes))} Minuten`;
  if (minutes < 55) return `noch etwa ${count(Math.round(minutes / 5) * 5)} Minuten`;
  const hours = minutes / 60;
  if (hours < 1.25) return "noch etwa eine Stunde";
  if (hours < 24) return `noch etwa ${count(Math.round(hours * 2) / 2)} Stunden`;
  return "noch mehr als ein Tag";
}

function speed({ of, perSecond }: Speed): string {
  const number = perSecond < 10 ? decimal(perSecond, 1) : count(Math.round(perSecond));
  return `${number} ${of === "pages" ? "Seiten" : "Stellen"}/s`;
}

/** What was imported, of what something was. */
function batch({ read, pages: readPages, knownFiles, failed }: Batch): string {
  const parts = [
    read.size > 0 && `${documents(read.size)}, ${pages(readPages)}`,
    knownFiles > 0 && `${count(knownFiles)} schon vorhanden`,
    failed.size > 0 && `${count(failed.size)} nicht importiert`,
  ];
  return parts.filter((part) => part !== false).join(", ");
}

/** What would be added if it were dropped now. */
function dropped({ files: all, folders, is_more }: DropPreview): string {
  const many = is_more ? `mehr als ${files(all)}` : files(all);
  return folders === 0 ? many : `${many} aus ${plural(folders, "Ordner", "Ordnern")}`;
}
/** `what` is empty while that is not known. */
function dropTo(what: string, collection: string | null): string {
  if (what === "") return collection === null ? "Zum Hinzufügen loslassen" : `Loslassen, um zu „${collection}“ hinzuzufügen`;
  return `Loslassen, um ${what}${collection === null ? "" : ` zu „${collection}“`} hinzuzufügen`;
}
const droppedKnown = (number: number, of: number) => {
  if (number < of) return `${count(number)} davon ${number === 1 ? "ist" : "sind"} schon in Ihrer Bibliothek und ${number === 1 ? "wird" : "werden"} nicht noch einmal gelesen.`;
  return number === 1 ? "Sie ist schon in Ihrer Bibliothek und wird nicht noch einmal gelesen." : "Alle sind schon in Ihrer Bibliothek und werden nicht noch einmal gelesen.";
};
function droppedUnreadable({ unreadable, unreadable_files }: DropPreview): string {
  const others = unreadable_files - unreadable.length;
  const names = unreadable.join(", ");
  return `Nicht lesbar: ${others > 0 ? `${names} und ${count(others)} weitere` : names}`;
}

const importing = (number: number) => `${files(number)} ${number === 1 ? "wird" : "werden"} importiert`;

export const library: typeof english = {
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
  addFiles: "Dateien…",
  addFolder: "Ordner…",
  advance: "Als Nächstes importieren",
  allDocuments: "Alle Dokumente",
  askIn: "In dieser Sammlung fragen",
  askOnly: "Nur dieses Dokument fragen",
  askThese: "Nur diese fragen",
  askThis: "Nur dieses fragen",
  batchEnded: "Paperside hat Ihre Dokumente gelesen",
  cancelAll: "Alle abbrechen",
  cancelImport: "Import abbrechen",
  choosing: "Wird ausgewählt…",
  clearSearch: "Suche leeren",
  clearSelection: "Auswahl aufheben",
  collectionName: "Name der Sammlung",
  collections: "Sammlungen",
  delete: "Löschen",
  deleteCollection: "Sammlung löschen…",
  details: "Einzelheiten",
  dismiss: "Ausblenden",
  dismissAll: "Alle ausblenden",
  documentsList: "Dokumente",
  documentsTab: "Dokumente",
  dropNothing: "Nichts davon ist lesbar",
  emptyCollection: "Noch nichts hier. Ziehen Sie Dokumente auf ihren Namen oder legen Sie Dateien hier ab.",
  emptyLibrary: "Hier stehen dann Ihre Dokumente.",
  failedImport: "Nicht importiert",
  fewer: "Weniger anzeigen",
  filter: "Filtern",
  filterUnread: "Nicht ganz gelesen",
  findCollection: "Sammlung oder neuer Name",
  foldImports: "Importe zuklappen",
  imports: "Importe",
  inCollections: "In den Sammlungen",
  left: "Dokumente und Gespräche",
  library: "Bibliothek",
  loading: "Wird geladen…",
  moreOf: "Mehr",
  newCollection: "Neue Sammlung…",
  noName: "Eine Sammlung braucht einen Namen",
  nothingFound: "Kein Dokument passt.",
  open: "Öffnen",
  openOriginal: "Im eigenen Programm öffnen",
  password: "Passwort",
  pauseAll: "Alle Importe pausieren",
  putInto: "In Sammlung legen…",
  removeDocuments: "Entfernen…",
  rename: "Umbenennen",
  resumeAll: "Alle Importe fortsetzen",
  retryAll: "Alle wiederholen",
  reveal: "Im Ordner zeigen",
  search: "Dokument suchen",
  searchHint: "Suchen",
  seenAt: "Auch unter",
  showAll: "Alle anzeigen",
  showAllDocuments: "Alle Dokumente anzeigen",
  showBatch: "Anzeigen",
  showMore: "Mehr anzeigen",
  sort: "Sortieren",
  unfoldImports: "Importe aufklappen",
  unlock: "Entsperren",
  unwatch: "Nicht mehr überwachen",
  unwatchHint: "Nicht mehr überwachen; die Dokumente bleiben",
  watch: "Ordner überwachen…",
  watchedFolders: "Überwachte Ordner",
  widen: "Wieder alle anzeigen",
  writtenBy: "Von",
  wrongPassword: "Das Passwort stimmt nicht.",
};
