// What there is to reckon about sealed files and backups.
import type { SealedContents } from "../host/messages/SealedContents";
import type { SealingProgress } from "../host/messages/SealingProgress";

/** Whether a file is named as sealed files are, which are no documents. */
export const isSealed = (path: string) => /[^/\\]\.paperside$/i.test(path);

/** What is to be written into a file. */
export type Sealed = { kind: "everything" } | { kind: "backup" } | { kind: "collection"; name: string };

/** As the value of a choice; a collection can be called anything. */
export const valueOf = (what: Sealed) => (what.kind === "collection" ? `collection:${what.name}` : what.kind);

export function sealedOf(value: string): Sealed {
  if (value.startsWith("collection:")) return { kind: "collection", name: value.slice("collection:".length) };
  return { kind: value === "backup" ? "backup" : "everything" };
}

/** The passphrase that is to lock a file, typed twice because nobody sees it. */
export interface Lock {
  isWanted: boolean;
  first: string;
  second: string;
}

export const unlocked = (): Lock => ({ isWanted: false, first: "", second: "" });

/** Whether the second is not, and will not become, the first. */
export const differs = ({ isWanted, first, second }: Lock) => isWanted && !first.startsWith(second);

export const isReady = ({ isWanted, first, second }: Lock) => !isWanted || (first !== "" && first === second);

/** What locks the file, if anything does. */
export const passphraseOf = ({ isWanted, first }: Lock) => (isWanted ? first : null);

/** From 0 to 1 over both stages of a work: looking through is the shorter one. */
export function shareOf({ stage, done, total }: SealingProgress): number {
  const share = total === 0 ? 0 : Math.min(done / total, 1);
  switch (stage) {
    case "gathering":
      return 0.1 * share;
    case "writing":
      return 0.1 + 0.9 * share;
    case "checking":
      return 0.3 * share;
    case "taking":
      return 0.3 + 0.7 * share;
  }
}

/** A span between backups as the settings have it, such as `6h`. */
export interface Interval {
  number: number;
  unit: "hours" | "days";
}

export function intervalOf(value: string): Interval | undefined {
  const [, number, unit] = /^(\d+)\s*([hd])$/.exec(value.trim()) ?? [];
  return number === undefined ? undefined : { number: Number(number), unit: unit === "h" ? "hours" : "days" };
}

const hoursOf = (value: string) => {
  const interval = intervalOf(value);
  return interval ? interval.number * (interval.unit === "days" ? 24 : 1) : Infinity;
};

/** What the app does unless something was chosen. */
export const [usualInterval, usualKept] = ["1d", "7"];

/** How often backups can be made, and how many can be kept; what was chosen elsewhere is among them. */
export const intervals = (chosen: string) => choices(["1h", "6h", "12h", usualInterval, "2d", "7d", "30d"], chosen, hoursOf);
export const amounts = (chosen: string) => choices(["1", "3", usualKept, "14", "30", "100"], chosen, Number);

function choices(usual: readonly string[], chosen: string, measure: (value: string) => number): string[] {
  return usual.includes(chosen) ? [...usual] : [...usual, chosen].sort((one, other) => measure(one) - measure(other));
}

/** Whether it is a backup that may become this library. */
export const isRestorable = (contents: SealedContents, canRestore: boolean) => contents.is_backup && canRestore;
