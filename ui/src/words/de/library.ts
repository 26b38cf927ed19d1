// The documents in the library.
import type { DocumentKind } from "../../host/messages/DocumentKind";
import type { DocumentOrder } from "../../host/messages/DocumentOrder";
import type { PageState } from "../../host/messages/PageState";
import type { library as english } from "../en/library";
import { documents, pages } from "./common";
import { count, plural } from "./formats";

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

const addedOn = (date: string) => `Hinzugefügt am ${date}`;

const fates: Record<PageState, (number: number) => string> = {
  failed: (number) => `${pages(number)} nicht lesbar`,
  image_only: (number) => `${pages(number)} ohne Wörter, nur ein Bild`,
  recognised: (number) => `${pages(number)} aus Bildern erkannt`,
  blank: (number) => plural(number, "leere Seite", "leere Seiten"),
  searchable: (number) => `${pages(number)} gelesen`,
};

export const library: typeof english = {
  unread,
  found,
  chosen,
  removeAsk,
  kinds,
  orders,
  direction,
  addedOn,
  fates,
  askOnly: "Nur dieses Dokument fragen",
  askThese: "Nur diese fragen",
  askThis: "Nur dieses fragen",
  choosing: "Wird ausgewählt…",
  clearSearch: "Suche leeren",
  clearSelection: "Auswahl aufheben",
  details: "Einzelheiten",
  documentsList: "Dokumente",
  documentsTab: "Dokumente",
  emptyLibrary: "Hier stehen dann Ihre Dokumente.",
  filter: "Filtern",
  filterUnread: "Nicht ganz gelesen",
  left: "Dokumente und Gespräche",
  library: "Bibliothek",
  loading: "Wird geladen…",
  moreOf: "Mehr",
  nothingFound: "Kein Dokument passt.",
  open: "Öffnen",
  openOriginal: "Im eigenen Programm öffnen",
  removeDocuments: "Entfernen…",
  reveal: "Im Ordner zeigen",
  search: "Dokument suchen",
  searchHint: "Suchen",
  seenAt: "Auch unter",
  showAllDocuments: "Alle Dokumente anzeigen",
  sort: "Sortieren",
  widen: "Wieder alle anzeigen",
  writtenBy: "Von",
};
