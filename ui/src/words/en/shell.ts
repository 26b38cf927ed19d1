// The window itself: its panes, what can be done by keys, and where everything is found by typing.
import type { CommandId } from "../../state/shortcuts.svelte";
import { plural } from "./formats";

/** What can be done, as it is called in a list. */
const commands: Record<CommandId, string> = {
  palette: "Find anything",
  "new-chat": "New chat",
  "focus-question": "Go to the question",
  "search-mode": "Switch between asking and searching",
  "stop-answer": "Stop the answer",
  "add-files": "Add files…",
  "add-folder": "Add a folder…",
  "watch-folder": "Watch a folder…",
  "show-documents": "Show the documents",
  "show-chats": "Show the chats",
  "toggle-left": "Show or hide documents and chats",
  "toggle-reader": "Show or hide the reader",
  "search-document": "Search in the document",
  "next-citation": "Next citation",
  "previous-citation": "Previous citation",
  "next-pane": "Next pane",
  "previous-pane": "Previous pane",
  "text-larger": "Larger text",
  "text-smaller": "Smaller text",
  "text-normal": "Normal text size",
  "theme-light": "Light theme",
  "theme-dark": "Dark theme",
  "theme-system": "Theme like the system",
  contrast: "More contrast, on or off",
  settings: "Settings",
  shortcuts: "Keyboard shortcuts",
};

const keyNames: Record<string, string> = {
  Mod: "Ctrl",
  Meta: "Super",
  ArrowLeft: "←",
  ArrowRight: "→",
  ArrowUp: "↑",
  ArrowDown: "↓",
  Escape: "Esc",
  PageUp: "Page Up",
  PageDown: "Page Down",
  Plus: "+",
  "-": "−",
};
const keyName = (part: string) => keyNames[part] ?? part;

const textSizeNow = (percent: number) => `Text size ${percent} %`;
const inSettings = (section: string) => `Settings: ${section}`;
const found = (number: number) => (number === 0 ? "Nothing found" : plural(number, "result", "results"));

/** What stands in the way of putting keys on something. */
const keysTaken = (keys: string, command: string) => `${keys} is already “${command}”.`;
const keysReserved = (keys: string) => `${keys} is needed everywhere, to move about or to edit text.`;
const changeKeys = (command: string) => `Change the keys for “${command}”`;
const resetKeys = (command: string) => `Give “${command}” its own keys back`;
const keysNow = (command: string, keys: string) => (keys === "" ? `${command}: no keys` : `${command}: ${keys}`);

export const shell = {
  commands,
  keyName,
  textSizeNow,
  inSettings,
  found,
  keysTaken,
  keysReserved,
  changeKeys,
  resetKeys,
  keysNow,
  change: "Change shortcuts…",
  chats: "Chats",
  closeShortcuts: "Close the list of shortcuts",
  collections: "Collections",
  doing: "Actions",
  documents: "Documents",
  escape: "Close what is on top, or stop the answer",
  finder: "Find anything",
  finderHint: "Find an action, a document or a chat",
  hideLeft: "Hide documents and chats",
  looking: "Looking…",
  noKeys: "none",
  or: "or",
  pressKeys: "Press the new keys",
  pressKeysHint: "Esc leaves them as they are, Backspace leaves none.",
  recent: "Recent",
  resetAllKeys: "Reset all",
  resetKey: "Reset",
  resizeLeft: "Width of documents and chats",
  resizeReader: "Width of the reader",
  shortcuts: "Keyboard shortcuts",
  showLeft: "Show documents and chats",
  showReader: "Show the reader",
  takeOver: "Take it over",
};
