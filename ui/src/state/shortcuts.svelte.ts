// Which keys do what: those the app came with, and those the person put in their place.
import { words } from "../words";
import { isChord, isMac, parts, type Chord } from "./chords";
import { prefer, preference } from "./preferences";

const key = "shortcuts";

/** Everything that a key can be put on, in the order in which it is listed. */
export const defaults = {
  palette: ["Mod+K"],
  "new-chat": ["Mod+N"],
  "focus-question": ["/"],
  "search-mode": ["Mod+Shift+F"],
  "stop-answer": [],
  "add-files": ["Mod+O"],
  "add-folder": ["Mod+Shift+O"],
  "watch-folder": [],
  "show-documents": ["Mod+1"],
  "show-chats": ["Mod+2"],
  "toggle-left": ["Mod+B"],
  "toggle-reader": ["Mod+Shift+B"],
  "search-document": ["Mod+F"],
  "next-citation": ["Alt+ArrowRight"],
  "previous-citation": ["Alt+ArrowLeft"],
  "next-pane": ["F6"],
  "previous-pane": ["Shift+F6"],
  "text-larger": ["Mod+Plus", "Mod+="],
  "text-smaller": ["Mod+-"],
  "text-normal": ["Mod+0"],
  "theme-light": [],
  "theme-dark": [],
  "theme-system": [],
  contrast: [],
  settings: ["Mod+,"],
  shortcuts: ["F1", "?"],
} as const satisfies Record<string, readonly Chord[]>;

export type CommandId = keyof typeof defaults;
export const commandIds = Object.keys(defaults) as readonly CommandId[];

type Own = Readonly<Partial<Record<CommandId, readonly Chord[]>>>;

/** What is kept may have been written by an older app, or by hand. */
function read(kept: string | null): Own {
  try {
    const entries = Object.entries(JSON.parse(kept ?? "{}") as object).filter(
      ([id, chords]) => id in defaults && Array.isArray(chords) && chords.every(isChord),
    );
    return Object.fromEntries(entries) as Own;
  } catch {
    return {};
  }
}

const isSame = (some: readonly Chord[], others: readonly Chord[]) => some.length === others.length && some.every((chord, at) => chord === others[at]);

class ShortcutsState {
  /** Only what differs from what the app came with. */
  private own = $state.raw<Own>(read(preference(key)));

  isOwn = $derived(Object.keys(this.own).length > 0);

  of(id: CommandId): readonly Chord[] {
    return this.own[id] ?? defaults[id];
  }

  isChanged(id: CommandId): boolean {
    return id in this.own;
  }

  /** What the keys do, the likeliest first. */
  commandOf(chords: readonly Chord[]): { id: CommandId; chord: Chord } | undefined {
    for (const chord of chords) {
      const id = commandIds.find((id) => this.of(id).includes(chord));
      if (id) return { id, chord };
    }
    return undefined;
  }

  /** What else the keys do, so that they cannot do this too. */
  conflict(id: CommandId, chord: Chord): CommandId | undefined {
    return commandIds.find((other) => other !== id && this.of(other).includes(chord));
  }

  /** Puts the keys on it, in place of those it had; from what else they did they are taken away. */
  set(id: CommandId, chords: readonly Chord[]): void {
    const next: Record<string, readonly Chord[]> = { ...this.own, [id]: chords };
    for (const other of commandIds) {
      if (other !== id && this.of(other).some((chord) => chords.includes(chord))) next[other] = this.of(other).filter((chord) => !chords.includes(chord));
    }
    this.keep(next);
  }

  /** Gives it back the keys that it came with; from what else they do now they are taken away. */
  reset(id: CommandId): void {
    this.set(id, defaults[id]);
  }

  resetAll(): void {
    this.keep({});
  }

  private keep(own: Own): void {
    this.own = Object.fromEntries(Object.entries(own).filter(([id, chords]) => !isSame(chords, defaults[id as CommandId])));
    prefer(key, this.isOwn ? JSON.stringify(this.own) : undefined);
  }
}

export const shortcuts = new ShortcutsState();

const signs: Record<string, string> = { Mod: "⌘", Ctrl: "⌃", Alt: "⌥", Shift: "⇧" };

/** Each key as it is written on it. */
export const keysOf = (chord: Chord): readonly string[] => parts(chord).map((part) => (isMac ? signs[part] : undefined) ?? words.shell.keyName(part));

export const chordText = (chord: Chord): string => keysOf(chord).join(isMac ? "" : "+");

/** A name, and the keys that do the same: for what is shown when a pointer rests on a button. */
export function withKeys(name: string, id: CommandId): string {
  const [chord] = shortcuts.of(id);
  return chord === undefined ? name : `${name} (${chordText(chord)})`;
}
