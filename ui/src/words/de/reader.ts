// The reader.
import type { Verdict } from "../../host/messages/Verdict";
import type { reader as english } from "../en/reader";
import { count, plural } from "./formats";

/** How well the cited words carry what cites them. */
function verdict(verdict: Verdict): string {
  switch (verdict) {
    case "quoted":
      return "Wörtlich";
    case "supported":
      return "Mit anderen Worten";
    case "unsupported":
      return "Sagt das nicht erkennbar";
  }
}

export const reader: typeof english = {
  askAbout: (selection: string) => `Zu „${selection}“:`,
  askOnly: "Nur dieses Dokument fragen",
  askSelection: "Dazu fragen",
  citationMark: (number: number) => `Beleg ${count(number)}`,
  citations: "Belege der Antwort",
  citationsHere: (number: number) => plural(number, "Beleg", "Belege"),
  close: "Leseansicht schließen",
  closeProblem: "Meldung schließen",
  copied: "Kopiert",
  copy: "Kopieren",
  couldNotCopy: "Kopieren war nicht möglich",
  dim: "Seiten abdunkeln",
  documentChanged: "Dieses Dokument hat sich geändert, seit es zitiert wurde.",
  documentGone: "Dieses Dokument ist nicht mehr in der Bibliothek.",
  emptyDocument: "In diesem Dokument gibt es nichts zu lesen.",
  emptyPage: (why?: string) => (why ? `Diese Seite hat keinen Text: ${why.replace(/\.$/, "")}.` : "Diese Seite hat keinen Text."),
  find: "In diesem Dokument suchen",
  findBusy: "Wird gesucht…",
  findClose: "Suche schließen",
  findNext: "Nächster Treffer",
  findNone: "Nicht gefunden",
  findPrevious: "Voriger Treffer",
  fitPage: "Ganze Seite",
  fitWidth: "An Breite anpassen",
  locked: "Dieses Dokument braucht sein Passwort, um gezeigt zu werden.",
  menu: "Mehr zu diesem Dokument",
  next: "Nächster Beleg",
  noOutline: "Dieses Dokument nennt keine Überschriften.",
  noPage: (typed: string) => `Es gibt keine Seite „${typed}“.`,
  /** Behind the box with the page. */
  ofPages: (number: number) => `/ ${count(number)}`,
  openOriginal: "Im eigenen Programm öffnen",
  outline: "Inhalt",
  page: "Seite",
  pageBroken: "Diese Seite konnte nicht gezeichnet werden.",
  pageNamed: (label: string) => `Seite ${label}`,
  pages: "Seiten",
  percent: (number: number) => `${count(number)}\u00a0%`,
  /** `more`: there are more than were counted. */
  placeOf: (number: number, of: number, more = false) => `${count(number)} von ${count(of)}${more ? "+" : ""}`,
  previous: "Voriger Beleg",
  quotedWas: "Was zitiert wurde:",
  reading: "Wird geöffnet…",
  reveal: "Im Ordner zeigen",
  selection: "Was ausgewählt ist",
  side: "Inhalt und Seiten",
  undim: "Seiten hell zeigen",
  verdict,
  zoomIn: "Vergrößern",
  zoomOut: "Verkleinern",
};
