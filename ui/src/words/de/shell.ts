// The window itself: its panes, what can be done by keys, and where everything is found by typing.
import type { CommandId } from "../../state/shortcuts.svelte";
import type { shell as english } from "../en/shell";
import { plural } from "./formats";

/** What can be done, as it is called in a list. */
const commands: Record<CommandId, string> = {
  palette: "Alles finden",
  "new-chat": "Neues Gespräch",
  "focus-question": "Zur Frage gehen",
  "search-mode": "Zwischen Fragen und Suchen wechseln",
  "stop-answer": "Antwort anhalten",
  "add-files": "Dateien hinzufügen…",
  "add-folder": "Ordner hinzufügen…",
  "watch-folder": "Ordner überwachen…",
  "show-documents": "Dokumente zeigen",
  "show-chats": "Gespräche zeigen",
  "toggle-left": "Dokumente und Gespräche ein- oder ausblenden",
  "toggle-reader": "Leseansicht ein- oder ausblenden",
  "search-document": "Im Dokument suchen",
  "next-citation": "Nächster Beleg",
  "previous-citation": "Voriger Beleg",
  "next-pane": "Nächster Bereich",
  "previous-pane": "Voriger Bereich",
  "text-larger": "Text größer",
  "text-smaller": "Text kleiner",
  "text-normal": "Normale Textgröße",
  "theme-light": "Helles Aussehen",
  "theme-dark": "Dunkles Aussehen",
  "theme-system": "Aussehen wie das System",
  contrast: "Mehr Kontrast ein oder aus",
  settings: "Einstellungen",
  shortcuts: "Tastenkürzel",
};

const keyNames: Record<string, string> = {
  Mod: "Strg",
  Ctrl: "Strg",
  Shift: "Umschalt",
  Meta: "Super",
  ArrowLeft: "←",
  ArrowRight: "→",
  ArrowUp: "↑",
  ArrowDown: "↓",
  Escape: "Esc",
  Space: "Leertaste",
  Enter: "Eingabe",
  Delete: "Entf",
  Insert: "Einfg",
  Home: "Pos1",
  End: "Ende",
  PageUp: "Bild ↑",
  PageDown: "Bild ↓",
  Plus: "+",
  "-": "−",
};
const keyName = (part: string) => keyNames[part] ?? part;

const textSizeNow = (percent: number) => `Textgröße ${percent}\u00a0%`;
const inSettings = (section: string) => `Einstellungen: ${section}`;
const found = (number: number) => (number === 0 ? "Nichts gefunden" : plural(number, "Treffer", "Treffer"));

/** What stands in the way of putting keys on something. */
const keysTaken = (keys: string, command: string) => `${keys} steht schon für „${command}“.`;
const keysReserved = (keys: string) => `${keys} wird überall gebraucht, um sich zu bewegen oder Text zu bearbeiten.`;
const changeKeys = (command: string) => `Tasten für „${command}“ ändern`;
const resetKeys = (command: string) => `Tasten für „${command}“ zurücksetzen`;
const keysNow = (command: string, keys: string) => (keys === "" ? `${command}: keine Tasten` : `${command}: ${keys}`);

export const shell: typeof english = {
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
  change: "Tastenkürzel ändern…",
  chats: "Gespräche",
  closeShortcuts: "Liste der Tastenkürzel schließen",
  collections: "Sammlungen",
  doing: "Aktionen",
  documents: "Dokumente",
  escape: "Schließen oder die Antwort anhalten",
  finder: "Alles finden",
  finderHint: "Aktion, Dokument oder Gespräch finden",
  hideLeft: "Dokumente und Gespräche ausblenden",
  looking: "Wird gesucht…",
  noKeys: "keine",
  or: "oder",
  pressKeys: "Drücken Sie die neuen Tasten",
  pressKeysHint: "Esc lässt alles, wie es ist; die Rücktaste nimmt die Tasten weg.",
  recent: "Zuletzt",
  resetAllKeys: "Alle zurücksetzen",
  resetKey: "Zurücksetzen",
  resizeLeft: "Breite von Dokumenten und Gesprächen",
  resizeReader: "Breite der Leseansicht",
  shortcuts: "Tastenkürzel",
  showLeft: "Dokumente und Gespräche zeigen",
  showReader: "Leseansicht zeigen",
  takeOver: "Übernehmen",
};
