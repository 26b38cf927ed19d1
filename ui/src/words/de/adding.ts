// What comes into the library: chosen, dropped, or from watched folders.
import type { DropPreview } from "../../host/messages/DropPreview";
import type { WatchedFolder } from "../../host/messages/WatchedFolder";
import type { adding as english } from "../en/adding";
import { documents, files } from "./common";
import { count, plural } from "./formats";

function watched(folder: WatchedFolder): string {
  const within = documents(folder.files);
  return folder.collection === null ? within : `${within} · ${folder.collection}`;
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

export const adding: typeof english = {
  watched,
  dropped,
  dropTo,
  droppedKnown,
  droppedUnreadable,
  addFiles: "Dateien…",
  addFolder: "Ordner…",
  dropNothing: "Nichts davon ist lesbar",
  unwatch: "Nicht mehr überwachen",
  unwatchHint: "Nicht mehr überwachen; die Dokumente bleiben",
  watch: "Ordner überwachen…",
  watchedFolders: "Überwachte Ordner",
};
