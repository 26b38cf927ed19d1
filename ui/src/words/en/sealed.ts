// Sealed files and backups.
import type { DropPreview } from "../../host/messages/DropPreview";
import type { SealedContents } from "../../host/messages/SealedContents";
import type { SealedSummary } from "../../host/messages/SealedSummary";
import type { SealingProgress } from "../../host/messages/SealingProgress";
import type { SealingWork } from "../../host/messages/SealingWork";
import { intervalOf } from "../../state/sealing";
import { nameOf } from "../../state/paths";
import { documents, pages, passages, size } from "./common";
import { count, date, plural, time } from "./formats";

const chats = (number: number) => plural(number, "chat", "chats");
const when = (at: number) => `${date(at)}, ${time(at)}`;
const quoted = (names: readonly string[]) => names.map((name) => `“${name}”`).join(", ");

/** What a file says that it holds. */
function holds(contents: SealedContents): string {
  const { documents: all, pages: read, chats: asked, pins } = contents;
  const parts = [documents(all), read > 0 ? pages(read) : "", asked > 0 ? chats(asked) : "", pins > 0 ? plural(pins, "pinned page", "pinned pages") : ""];
  return parts.filter((part) => part !== "").join(", ");
}

/** When a file was made, and its size. */
const made = ({ made_at, bytes }: SealedContents) => (made_at === null ? size(bytes) : `Made on ${when(made_at)} · ${size(bytes)}`);

const works: Record<SealingWork, string> = { export: "Exporting", import: "Importing", backup: "Backing up", restore: "Restoring" };

/** What is done, before it is known how far it is. */
const doing = (work: SealingWork) => works[work];

function stage({ stage, done, total }: SealingProgress): string {
  switch (stage) {
    case "gathering":
      return total === 0 ? "Looking through the library" : `Looking through document ${count(done)} of ${count(total)}`;
    case "writing":
      return `Writing ${size(done)} of ${size(total)}`;
    case "checking":
      return `Checking the file: ${size(done)} of ${size(total)}`;
    case "taking":
      return `Taking in document ${count(Math.min(done + 1, total))} of ${count(total)}`;
  }
}

/** What came of it. */
function done(summary: SealedSummary): string {
  const { work, file, bytes, added, unchanged, chats_added } = summary;
  if (work === "export" || work === "backup") {
    const within = [documents(summary.documents), summary.chats > 0 ? chats(summary.chats) : ""].filter((part) => part !== "").join(", ");
    return `${nameOf(file)} is written: ${within}, ${size(bytes)}.`;
  }
  const parts = [
    `${documents(added)} added`,
    unchanged > 0 ? `${count(unchanged)} already here` : "",
    chats_added > 0 ? `${chats(chats_added)} added` : "",
  ];
  return `${nameOf(file)} is ${work === "import" ? "imported" : "restored"}: ${parts.filter((part) => part !== "").join(", ")}.`;
}

/** What the person should know besides. */
function notes({ joined, to_embed, folders, not_restored }: SealedSummary): string[] {
  return [
    joined.length > 0 ? `Collections of the same name were here already and have these documents too now: ${quoted(joined)}.` : "",
    to_embed > 0 ? `${passages(to_embed)} are found by their words only until they are embedded, which goes on by itself: the file has no vectors of the model in use.` : "",
    folders.length > 0 ? `Watched from now on: ${folders.join(", ")}.` : "",
    not_restored.length > 0 ? `Choose these again, if you want them: ${not_restored.join(", ")}. A file does not choose servers or folders for you.` : "",
  ].filter((note) => note !== "");
}

const cancelled = (work: SealingWork) =>
  work === "export" || work === "backup" ? "Cancelled. No file was written." : `Cancelled. What came in by then is whole; ${work} the file again to go on.`;

/** Documents that are not in the file, or did not come out of it. */
const leftBehind = (number: number) => `${documents(number)} left behind`;

/** The name that is proposed for a file. */
const proposal = (what: string | null, at: number) => {
  const day = new Date(at);
  const digits = [day.getFullYear(), day.getMonth() + 1, day.getDate()].map((number) => String(number).padStart(2, "0")).join("-");
  return `${what ?? "Library"} ${digits}`;
};
const backupProposal = (at: number) => proposal("Backup", at);

const collection = (name: string) => `The collection “${name}”`;

/** How often, as the settings have it, such as `6h`. */
function every(value: string): string {
  const interval = intervalOf(value);
  if (!interval) return value;
  const { number, unit } = interval;
  if (unit === "days" && number === 1) return "Every day";
  if (unit === "days" && number === 7) return "Every week";
  if (number === 1) return "Every hour";
  return `Every ${count(number)} ${unit}`;
}

const keeps = (value: string) => `The last ${value}`;
const lastBackup = (at: number, file: string) => `The last one holds all there was on ${when(at)}: ${file}`;

/** While a sealed file is held over the window; its name and what it holds are not known if it is locked. */
const dropOne = (name: string | null) => (name === null ? "Drop to import a sealed file" : `Drop to import “${name}”`);
function dropSealed({ files, sealed_files, sealed }: DropPreview): string {
  if (files > 0) return `Before ${plural(sealed_files, "sealed file is", "sealed files are")} imported, you are asked.`;
  return sealed_files > 1 ? `${count(sealed_files)} sealed files; you are asked about each.` : sealed ? holds(sealed) : "";
}

/** While one is asked about. */
const following = (number: number) => `${plural(number, "more sealed file follows", "more sealed files follow")} after this one.`;

export const sealed = {
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
  backup: "Backups",
  backupHint: "A backup holds the whole library with its settings and the list of watched folders, but no keys of servers.",
  backupFailed: "No backup could be made",
  backUpNow: "Back up now",
  backUpToFile: "Back up to a file…",
  chooseFolder: "Choose a folder…",
  chooseOtherFolder: "Another folder…",
  close: "Close",
  everything: "All documents and chats",
  export: "Export…",
  exportTitle: "Export",
  folder: "By itself, into",
  folderHint: "While Paperside is open, if anything has changed. These backups are not locked: the passphrase would have to lie beside them.",
  goesInto: "Into",
  howMany: "Keep",
  howOften: "How often",
  import: "Import",
  importFile: "Import a file…",
  importThis: "Import…",
  importTitle: "Import a sealed file",
  isBackup: "This is a backup of a whole library.",
  isBackupHere: "This is a backup of a whole library. Its documents, chats and pins are added here; its settings and watched folders are not.",
  isLocked: "This file is locked. Its passphrase opens it.",
  lock: "Lock with a passphrase",
  lockHint: "It is kept nowhere: without it nobody opens the file, you included.",
  looking: "Looking what is in it…",
  move: "Move documents to another computer",
  moveHint: "One file holds a collection, or everything, and opens in Paperside on any system: nothing is read or embedded again. With a collection go the chats that show nothing but its documents.",
  newCollection: "A new collection…",
  nameMissing: "First name the collection.",
  noBackups: "None are made by themselves until you choose a folder, best on another disk.",
  noLastBackup: "None is there yet.",
  open: "Open",
  passphrase: "Passphrase",
  passphraseAgain: "Once more",
  passphraseDiffers: "These are not the same.",
  restore: "Restoring",
  restoreFile: "Restore a backup…",
  restoreEmpty: "This library is empty, so a backup can become this library: with its settings, watched folders and the days on which documents were added.",
  restoreFull: "A backup is restored into an empty library only, so that two are never mixed, and this one is not empty. What is in a backup can be added here by importing it, without settings and watched folders. To get the library back as it was, close Paperside, start it with “paperside --library” and a new folder, and restore the backup there.",
  restoreWanted: "Make this library what the backup holds",
  restoreWantedHint: "With its settings and watched folders. Otherwise only documents, chats and pins are added.",
  ending: "Ending…",
  theirCollections: "The collections they are in",
  title: "Moving and backups",
  wanted: "What to export",
  wholeLibrary: "A backup of the whole library, with settings",
  write: "Choose a file and export",
  wrongPassphrase: "The file does not open with this passphrase.",
};
