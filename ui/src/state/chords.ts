// Keys that are pressed together, as they are written down: "Mod+Shift+F", "Alt+ArrowLeft", "?". "Mod" is the key that
// the system uses for shortcuts: Cmd on a Mac, Ctrl elsewhere.

export type Chord = string;

/** Whether an input method takes the keys: WebKit says so of the last one by this code only. */
export const isComposing = (event: KeyboardEvent): boolean => event.isComposing || event.keyCode === 229;

/** What of a key event says which keys are pressed. */
export type Pressed = Pick<KeyboardEvent, "key" | "code" | "ctrlKey" | "metaKey" | "altKey" | "shiftKey"> & Partial<Pick<KeyboardEvent, "getModifierState">>;

export const isMac = /mac/i.test(globalThis.navigator?.platform ?? "");

/** Signs that mean something else in what is written down. */
const named: Record<string, string> = { "+": "Plus", " ": "Space" };
const modifiers = ["Mod", "Ctrl", "Meta", "Alt", "Shift"];
const alone = new Set(["Control", "Shift", "Alt", "AltGraph", "Meta", "OS", "CapsLock", "NumLock", "Fn", "Hyper", "Super", "Dead", "Process", "Unidentified", ""]);

const isLetter = (key: string) => key.length === 1 && key.toLowerCase() !== key.toUpperCase();
const isLatin = (key: string) => /^[a-z]$/i.test(key);
const isDigit = (key: string) => /^[0-9]$/.test(key);

function write(event: Pressed, key: string, mac: boolean): Chord {
  // On Windows the key for the third sign is told as these two.
  const isThird = event.getModifierState?.("AltGraph") === true;
  const [mod, other] = mac ? [event.metaKey, event.ctrlKey] : [event.ctrlKey && !isThird, event.metaKey];
  const parts = [mod && "Mod", other && (mac ? "Ctrl" : "Meta"), event.altKey && !isThird && "Alt"];
  // Of a sign it is a part of how it is typed, and otherwise so on each keyboard.
  const isSign = key.length === 1 && !isLetter(key);
  if (event.shiftKey && (!isSign || key === " ")) parts.push("Shift");
  const name = named[key] ?? (isLetter(key) ? key.toUpperCase() : key);
  return [...parts.filter(Boolean), name].join("+");
}

/**
 * What the keys can be taken for, the likeliest first. The sign that a key writes counts, so that a shortcut is where its
 * letter is; where the keyboard writes no Latin letters, the place of the key counts.
 */
export function chordsOf(event: Pressed, mac = isMac): readonly Chord[] {
  const letter = /^Key([A-Z])$/.exec(event.code)?.[1];
  const digit = /^(?:Digit|Numpad)([0-9])$/.exec(event.code)?.[1];
  const command = (event.ctrlKey || event.metaKey) && event.getModifierState?.("AltGraph") !== true;
  const keys = alone.has(event.key) ? [] : [event.key];
  if (letter !== undefined && !isLatin(event.key) && (command || event.altKey || isLetter(event.key))) keys.push(letter);
  if (digit !== undefined && !isDigit(event.key) && command) keys.push(digit);
  return keys.map((key) => write(event, key, mac));
}

/** Whether they would write something where text is typed. */
export function writes(chord: Chord, mac = isMac): boolean {
  const parts = chord.split("+");
  const held = new Set(parts.slice(0, -1));
  const key = parts.at(-1) ?? "";
  if (held.has("Mod") || held.has("Ctrl") || held.has("Meta")) return false;
  if (held.has("Alt")) return mac;
  return key.length === 1 || ["Plus", "Space", "Enter", "Backspace", "Delete", "Home", "End", "PageUp", "PageDown"].includes(key) || key.startsWith("Arrow");
}

/** Keys that move about, write or edit everywhere: nothing else can be put on them. */
const taken = new Set(["Escape", "Tab", "Shift+Tab", "Enter", "Space", "Backspace", "Delete", "Home", "End", "PageUp", "PageDown",
  "ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight", "Shift+ArrowUp", "Shift+ArrowDown", "Shift+ArrowLeft", "Shift+ArrowRight",
  "Mod+A", "Mod+C", "Mod+V", "Mod+X", "Mod+Y", "Mod+Z", "Mod+Shift+Z", "Alt+F4", "Mod+Q"]);

export const isTaken = (chord: Chord): boolean => taken.has(chord);

/** In the order in which they are read out: the modifiers, then the key. */
export const parts = (chord: Chord): readonly string[] => chord.split("+");

/** As `aria-keyshortcuts` writes it. */
export const ariaChord = (chord: Chord, mac = isMac): string =>
  parts(chord).map((part) => ({ Mod: mac ? "Meta" : "Control", Ctrl: "Control" })[part] ?? part).join("+");

/** Whether somebody has written it down that knows how. */
export function isChord(text: unknown): text is Chord {
  if (typeof text !== "string" || text === "") return false;
  const all = text.split("+");
  const key = all.at(-1) ?? "";
  return key !== "" && !modifiers.includes(key) && all.slice(0, -1).every((part) => modifiers.includes(part));
}
