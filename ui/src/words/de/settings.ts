// The settings.
import type { Connection } from "../../host/messages/Connection";
import type { ConnectionEnd } from "../../host/messages/ConnectionEnd";
import type { Summary } from "../../state/pins";
import type { settings as english } from "../en/settings";
import { size } from "./common";
import { engine } from "./engine";
import { count, plural } from "./formats";

const ends: Record<ConnectionEnd, string> = {
  underway: "läuft",
  answered: "beantwortet",
  refused: "nicht gesendet, weil Paperside offline ist",
  stopped: "abgebrochen",
  failed: "fehlgeschlagen",
};

/** The place of a pinned page, when it was looked at. */
const rank = (rank: number | null) => (rank === null ? "nicht gefunden" : `Treffer ${count(rank)}`);
const rankChange = (before: number | null, now: number | null) => `${rank(before)} → ${rank(now)}`;

function summary({ better, worse, same, first }: Summary): string {
  const parts = [
    { number: better, words: "besser" },
    { number: worse, words: "schlechter" },
    { number: same, words: "wie zuvor" },
    { number: first, words: "zum ersten Mal angesehen" },
  ];
  return parts
    .filter(({ number }) => number > 0)
    .map(({ number, words }) => `${count(number)} ${words}`)
    .join(", ");
}

/** How hard the computer works on imports. */
const efforts = [
  { value: "full", name: "Volle Kraft", purpose: "So schnell es geht; nutzt den ganzen Computer." },
  { value: "balanced", name: "Ausgewogen", purpose: "Lässt Platz für Ihre übrige Arbeit." },
  { value: "gentle", name: "Schonend", purpose: "Langsam und kühl, wenn Sie mit Akku arbeiten." },
];

/** Languages by the names that Tesseract has for them. */
const languages: Record<string, string> = {
  ara: "Arabisch",
  chi_sim: "Chinesisch (vereinfacht)",
  chi_tra: "Chinesisch (traditionell)",
  dan: "Dänisch",
  deu: "Deutsch",
  eng: "Englisch",
  fin: "Finnisch",
  fra: "Französisch",
  ell: "Griechisch",
  heb: "Hebräisch",
  hin: "Hindi",
  ita: "Italienisch",
  jpn: "Japanisch",
  kor: "Koreanisch",
  nld: "Niederländisch",
  nor: "Norwegisch",
  pol: "Polnisch",
  por: "Portugiesisch",
  ron: "Rumänisch",
  rus: "Russisch",
  swe: "Schwedisch",
  spa: "Spanisch",
  ces: "Tschechisch",
  tur: "Türkisch",
  ukr: "Ukrainisch",
  hun: "Ungarisch",
  vie: "Vietnamesisch",
};

/** What was asked of other programs and computers. */
const connectionCount = (number: number) => plural(number, "Verbindung seit dem Start von Paperside", "Verbindungen seit dem Start von Paperside");
const purpose = (connection: Connection) => `${engine.told(connection.purpose)}${connection.is_here ? ", auf diesem Computer" : ""}`;
const connectionEnd = (connection: Connection) =>
  connection.end === "answered" && connection.reason !== null ? connection.reason : ends[connection.end];
const exchanged = (connection: Connection) => `${size(connection.sent)} hin, ${size(connection.received)} zurück`;

/** How the window looks. */
const themes = [
  { value: "", name: "Wie das System" },
  { value: "light", name: "Hell" },
  { value: "dark", name: "Dunkel" },
];

/** What the library's folder holds, and what is left beside it. */
const room = (bytes: number, free: number | null) => (free === null ? size(bytes) : `${size(bytes)} · ${size(free)} frei auf diesem Datenträger`);
const version = (number: string) => `Paperside ${number}`;
const newerVersion = (number: string, page: string | null) =>
  page === null ? `Version ${number} ist erschienen.` : `Version ${number} ist erschienen: ${page}`;
const percent = (number: number) => `${number}\u00a0%`;
const forget = (language: string) => `Nicht nach ${language} suchen`;
const sectionsFound = (number: number) => (number === 0 ? "In keiner Einstellung steht das." : plural(number, "Abschnitt", "Abschnitte"));

export const settings: typeof english = {
  themes,
  room,
  version,
  newerVersion,
  percent,
  forget,
  sectionsFound,
  rank,
  rankChange,
  summary,
  efforts,
  languages,
  connectionCount,
  purpose,
  connectionEnd,
  exchanged,
  about: "Über Paperside",
  aboutHint: "Fragen Sie Ihre Dokumente; jede Antwort zeigt, wo sie steht. Alles bleibt auf diesem Computer, solange Sie nichts anderes wählen.",
  addLanguage: "Sprache hinzufügen…",
  checkNow: "Jetzt prüfen",
  checking: "Alle Fragen werden noch einmal gestellt…",
  closeSettings: "Einstellungen schließen",
  connections: "Verbindungen",
  contrast: "Mehr Kontrast",
  contrastHint: "Kräftigere Farben und Linien. Auch Ihr System kann darum bitten.",
  effort: "Aufwand",
  find: "Einstellung finden",
  finding: "Finden",
  folder: "Ordner",
  general: "Allgemein",
  import: "Import",
  languageHint: "Für Seiten, die Bilder von Text sind. Ist keine gewählt, wird sie für jedes Dokument ermittelt.",
  languageOfScans: "Sprachen gescannter Seiten",
  languageOfWindow: "Sprache",
  languageSystem: "Wie das System",
  languageUnset: "Wird ermittelt",
  larger: "Text größer",
  library: "Bibliothek",
  licences: "Paperside ist freie Software unter der MIT- oder der Apache-2.0-Lizenz. PDF-Dateien zeigt es mit pdf.js (Apache 2.0), es sucht mit Qdrant (Apache 2.0) und führt seinen Katalog in SQLite (gemeinfrei).",
  log: "Protokoll",
  logHint: "Was Paperside tut und was misslingt, ohne Texte aus Dokumenten. Es nimmt höchstens ein paar Megabyte ein.",
  makeReport: "Bericht erstellen…",
  newVersions: "Neue Versionen melden",
  newVersionsHint: "Einmal am Tag werden die Macher von Paperside nach der neuesten Version gefragt. Von selbst wird nichts geholt oder geändert.",
  noConnections: "Seit dem Start von Paperside wurde kein anderes Programm gefragt.",
  notChecked: "noch nicht angesehen",
  normalSize: "Normal",
  noFolders: "Noch keine. Was in einem überwachten Ordner liegt, wird hinzugefügt und folgt dessen Änderungen.",
  offline: "Offline bleiben",
  offlineHint: "Kein anderer Computer wird erreicht, was auch sonst gewählt ist. Programme auf diesem hier dürfen weiter gefragt werden.",
  pins: "Gemerkte Seiten",
  pinsEmpty: "Noch keine. Öffnen Sie „Warum diese?“ unter einer Antwort und merken Sie sich die Seite, auf der sie steht.",
  pinsHint: "Sie zeigen, ob mit einer Änderung an der Suche mehr oder weniger gefunden wird.",
  placeUnknown: "Die Größe der Bibliothek wird ermittelt…",
  privacy: "Privatsphäre",
  report: "Bericht",
  reportHint: "Eine Datei für alle, die Ihnen helfen sollen: Versionen, Einstellungen, Zahlen und das Protokoll. Kein Text und kein Name eines Dokuments, keine Frage, kein Ordner, keine Adresse und kein Schlüssel steht darin.",
  reportMade: "Der Bericht ist erstellt. Sehen Sie hinein, bevor Sie ihn verschicken.",
  rerank: "Die besten Stellen Wort für Wort vergleichen",
  rerankHint: "Findet mehr.",
  roomCatalog: "Wörter, Stellen und Gespräche",
  roomIndex: "Suchindex",
  roomModels: "Modelle",
  roomOriginals: "Kopien Ihrer Dateien",
  sections: "Abschnitte",
  settings: "Einstellungen",
  shortcuts: "Tastenkürzel",
  shortcutsHint: "Wählen Sie andere Tasten für alles, was Sie oft tun.",
  showFolder: "Ordner zeigen",
  smaller: "Text kleiner",
  textSize: "Textgröße",
  theme: "Aussehen",
  unpin: "Diese Seite vergessen",
};
