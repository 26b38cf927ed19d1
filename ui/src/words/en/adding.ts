// What comes into the library: chosen, dropped, or from watched folders.
import type { DropPreview } from "../../host/messages/DropPreview";
import type { WatchedFolder } from "../../host/messages/WatchedFolder";
import { documents, files } from "./common";
import { count, plural } from "./formats";

function watched(folder: WatchedFolder): string {
  const within = documents(folder.files);
  return folder.collection === null ? within : `${within} · ${folder.collection}`;
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

export const adding = {
  watched,
  dropped,
  dropTo,
  droppedKnown,
  droppedUnreadable,
  addFiles: "Add files…",
  addFolder: "Add folder…",
  dropNothing: "Nothing of this can be read",
  unwatch: "Stop watching",
  unwatchHint: "Stop watching; its documents stay",
  watch: "Watch a folder…",
  watchedFolders: "Watched folders",
};
