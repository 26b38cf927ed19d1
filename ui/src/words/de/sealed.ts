// Sealed files and backups.
import type { DropPreview } from "../../host/messages/DropPreview";
import type { SealedContents } from "../../host/messages/SealedContents";
import type { SealedSummary } from "../../host/messages/SealedSummary";
import type { SealingProgress } from "../../host/messages/SealingProgress";
import type { SealingWork } from "../../host/messages/SealingWork";
import { nameOf } from "../../state/paths";
import { intervalOf } from "../../state/sealing";
import type { sealed as english } from "../en/sealed";
import { documents, pages, size } from "./common";
import { count, date, plural, time } from "./formats";

const chats = (number: number) => plural(number, "Gespräch", "Gespräche");
const when = (at: number) => `${date(at)}, ${time(at)}`;
const quoted = (names: readonly string[]) => names.map((name) => `„${name}“`).join(", ");

/** What a file says that it holds. */
function holds(contents: SealedContents): string {
  const { documents: all, pages: read, chats: asked, pins } = contents;
  const parts = [documents(all), read > 0 ? pages(read) : "", asked > 0 ? chats(asked) : "", pins > 0 ? plural(pins, "gemerkte Seite", "gemerkte Seiten") : ""];
  return parts.filter((part) => part !== "").join(", ");
}

/** When a file was made, and its size. */
const made = ({ made_at, bytes }: SealedContents) => (made_at === null ? size(bytes) : `Vom ${when(made_at)} · ${size(bytes)}`);

const works: Record<SealingWork, string> = { export: "Export läuft", import: "Import läuft", backup: "Sicherung läuft", restore: "Wiederherstellung läuft" };

/** What is done, before it is known how far it is. */
const doing = (work: SealingWork) => works[work];

function stage({ stage, done, total }: SealingProgress): string {
  switch (stage) {
    case "gathering":
      return total === 0 ? "Die Bibliothek wird durchgesehen" : `Dokument ${count(done)} von ${count(total)} wird durchgesehen`;
    case "writing":
      return `${size(done)} von ${size(total)} geschrieben`;
    case "checking":
      return `Die Datei wird geprüft: ${size(done)} von ${size(total)}`;
    case "taking":
      return `Dokument ${count(Math.min(done + 1, total))} von ${count(total)} wird übernommen`;
  }
}

/** What came of it. */
function done(summary: SealedSummary): string {
  const { work, file, bytes, added, unchanged, chats_added } = summary;
  if (work === "export" || work === "backup") {
    const within = [documents(summary.documents), summary.chats > 0 ? chats(summary.chats) : ""].filter((part) => part !== "").join(", ");
    return `${nameOf(file)} ist geschrieben: ${within}, ${size(bytes)}.`;
  }
  const parts = [
    `${documents(added)} hinzugefügt`,
    unchanged > 0 ? `${count(unchanged)} schon hier` : "",
    chats_added > 0 ? `${chats(chats_added)} hinzugefügt` : "",
  ];
  return `${nameOf(file)} ist ${work === "import" ? "importiert" : "wiederhergestellt"}: ${parts.filter((part) => part !== "").join(", ")}.`;
}

/** What the person should know besides. */
function notes({ joined, to_embed, folders, not_restored }: SealedSummary): string[] {
  return [
    joined.length > 0 ? `Sammlungen mit demselben Namen gab es schon; auch diese Dokumente sind jetzt darin: ${quoted(joined)}.` : "",
    to_embed > 0 ? `${plural(to_embed, "Stelle wird", "Stellen werden")} vorerst nur nach den Wörtern darin gefunden, denn die Datei hat keine Zahlen vom verwendeten Modell; sie in Zahlen zu verwandeln geht von selbst weiter.` : "",
    folders.length > 0 ? `Ab jetzt überwacht: ${folders.join(", ")}.` : "",
    not_restored.length > 0 ? `Wählen Sie das neu, wenn Sie es möchten: ${not_restored.join(", ")}. Server und Ordner wählt keine Datei für Sie.` : "",
  ].filter((note) => note !== "");
}

const cancelled = (work: SealingWork) =>
  work === "export" || work === "backup" ? "Abgebrochen. Es wurde keine Datei geschrieben." : `Abgebrochen. Was bis dahin kam, ist vollständig; um fortzufahren, ${work === "import" ? "importieren Sie die Datei erneut" : "stellen Sie die Sicherung erneut wieder her"}.`;

/** Documents that are not in the file, or did not come out of it. */
const leftBehind = (number: number) => `${documents(number)} zurückgelassen`;

/** The name that is proposed for a file. */
const proposal = (what: string | null, at: number) => {
  const day = new Date(at);
  const digits = [day.getFullYear(), day.getMonth() + 1, day.getDate()].map((number) => String(number).padStart(2, "0")).join("-");
  return `${what ?? "Bibliothek"} ${digits}`;
};
const backupProposal = (at: number) => proposal("Sicherung", at);

const collection = (name: string) => `Die Sammlung „${name}“`;

/** How often, as the settings have it, such as `6h`. */
function every(value: string): string {
  const interval = intervalOf(value);
  if (!interval) return value;
  const { number, unit } = interval;
  if (unit === "days" && number === 1) return "Jeden Tag";
  if (unit === "days" && number === 7) return "Jede Woche";
  if (number === 1) return "Jede Stunde";
  return `Alle ${count(number)} ${unit === "days" ? "Tage" : "Stunden"}`;
}

const keeps = (value: string) => (value === "1" ? "Die letzte" : `Die letzten ${value}`);
const lastBackup = (at: number, file: string) => `Die letzte enthält alles vom ${when(at)}: ${file}`;

/** While a sealed file is held over the window; its name and what it holds are not known if it is locked. */
const dropOne = (name: string | null) => (name === null ? "Loslassen, um eine versiegelte Datei zu importieren" : `Loslassen, um „${name}“ zu importieren`);
function dropSealed({ files, sealed_files, sealed }: DropPreview): string {
  if (files > 0) return `Bevor ${plural(sealed_files, "versiegelte Datei", "versiegelte Dateien")} importiert ${sealed_files === 1 ? "wird" : "werden"}, werden Sie gefragt.`;
  return sealed_files > 1 ? `${count(sealed_files)} versiegelte Dateien; nach jeder werden Sie gefragt.` : sealed ? holds(sealed) : "";
}

/** While one is asked about. */
const following = (number: number) => `Danach ${number === 1 ? "folgt" : "folgen"} noch ${plural(number, "versiegelte Datei", "versiegelte Dateien")}.`;

export const sealed: typeof english = {
  holds,
  made,
  doing,
  stage,
  done,
  notes,
  cancelled,
  leftBehind,
  proposal,
  backupProposal,
  collection,
  every,
  keeps,
  lastBackup,
  dropOne,
  dropSealed,
  following,
  backup: "Sicherungen",
  backupHint: "Eine Sicherung enthält die ganze Bibliothek mit ihren Einstellungen und der Liste der überwachten Ordner, aber keine Schlüssel von Servern.",
  backupFailed: "Die Sicherung gelang nicht",
  backUpNow: "Jetzt sichern",
  backUpToFile: "In eine Datei sichern…",
  chooseFolder: "Ordner wählen…",
  chooseOtherFolder: "Anderer Ordner…",
  close: "Schließen",
  everything: "Alle Dokumente und Gespräche",
  export: "Exportieren…",
  exportTitle: "Exportieren",
  folder: "Von selbst, in",
  folderHint: "Solange Paperside offen ist und wenn sich etwas geändert hat. Diese Sicherungen sind nicht verschlossen: Die Passphrase müsste danebenliegen.",
  goesInto: "In",
  howMany: "Behalten",
  howOften: "Wie oft",
  import: "Importieren",
  importFile: "Datei importieren…",
  importThis: "Importieren…",
  importTitle: "Versiegelte Datei importieren",
  isBackup: "Das ist die Sicherung einer ganzen Bibliothek.",
  isBackupHere: "Das ist die Sicherung einer ganzen Bibliothek. Dokumente, Gespräche und gemerkte Seiten kommen hinzu, Einstellungen und überwachte Ordner nicht.",
  isLocked: "Diese Datei ist verschlossen. Ihre Passphrase öffnet sie.",
  lock: "Mit einer Passphrase verschließen",
  lockHint: "Sie wird nirgends aufbewahrt: Ohne sie öffnet niemand die Datei, auch Sie nicht.",
  looking: "Es wird nachgesehen, was darin ist…",
  move: "Dokumente auf einen anderen Computer bringen",
  moveHint: "Eine Datei enthält eine Sammlung oder alles und öffnet sich in Paperside auf jedem System: Nichts wird noch einmal gelesen oder in Zahlen verwandelt. Mit einer Sammlung gehen die Gespräche, die nur Dokumente daraus zeigen.",
  newCollection: "Eine neue Sammlung…",
  nameMissing: "Nennen Sie zuerst die Sammlung.",
  noBackups: "Von selbst entstehen keine, bis Sie einen Ordner wählen, am besten auf einem anderen Datenträger.",
  noLastBackup: "Noch ist keine da.",
  open: "Öffnen",
  passphrase: "Passphrase",
  passphraseAgain: "Noch einmal",
  passphraseDiffers: "Das ist nicht zweimal dasselbe.",
  restore: "Wiederherstellen",
  restoreFile: "Sicherung wiederherstellen…",
  restoreEmpty: "Diese Bibliothek ist leer, deshalb kann eine Sicherung zu ihr werden: mit Einstellungen, überwachten Ordnern und den Tagen, an denen Dokumente hinzukamen.",
  restoreFull: "Eine Sicherung wird nur in eine leere Bibliothek zurückgeholt, damit sich nie zwei vermischen, und diese ist nicht leer. Was in einer Sicherung ist, lässt sich hier durch Importieren hinzufügen, ohne Einstellungen und überwachte Ordner. Um die Bibliothek so zurückzubekommen, wie sie war, schließen Sie Paperside, starten es mit „paperside --library“ und einem neuen Ordner und stellen die Sicherung dort wieder her.",
  restoreWanted: "Diese Bibliothek zu dem machen, was die Sicherung enthält",
  restoreWantedHint: "Mit Einstellungen und überwachten Ordnern. Sonst kommen nur Dokumente, Gespräche und gemerkte Seiten hinzu.",
  ending: "Wird beendet…",
  theirCollections: "Die Sammlungen, in denen sie sind",
  title: "Mitnehmen und sichern",
  wanted: "Was exportiert wird",
  wholeLibrary: "Eine Sicherung der ganzen Bibliothek, mit Einstellungen",
  write: "Datei wählen und exportieren",
  wrongPassphrase: "Mit dieser Passphrase öffnet sich die Datei nicht.",
};
