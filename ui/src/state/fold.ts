// Texts as they are compared: without case, accents and typography, as the engine compares them (engine/src/fold.rs), so
// that what it finds is marked. A search in a text also minds no line breaks and no hyphens in words.

/** Accents of European scripts and the points of Hebrew and Arabic. Marks that make another letter stay, as in Hindi and Japanese. */
const accents =
  /[\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u1dc0-\u1dff]/g;
/** Joins, directions and variants: there, but not seen. */
const unseen = /[\u00ad\u034f\u061c\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\u{e0000}-\u{e0fff}]/gu;
/** What Unicode does not take apart, as it is typed where no key has it. */
const spelled: Readonly<Record<string, string>> = { ß: "ss", æ: "ae", œ: "oe", ø: "o", ł: "l", đ: "d", ı: "i", ς: "σ", "‘": "'", "’": "'", "‚": "'", ʼ: "'", "“": '"', "”": '"', "„": '"' };
const special = /[ßæœøłđıς‘’‚ʼ“”„\u2010-\u2015\u2212]/g;

/** A text without its case, accents and typography; what is written together (ﬁ) taken apart. */
export function plain(text: string): string {
  const letters = text.normalize("NFKD").replace(accents, "").replace(unseen, "");
  return letters.toLowerCase().replace(special, (sign) => spelled[sign] ?? "-");
}

/** Whether every word of what is typed stands in a text. */
export function hasWords(text: string, typed: string): boolean {
  const within = plain(text);
  return plain(typed).split(/\s+/).every((word) => within.includes(word));
}

/** A text to look for something in. */
export interface Folded {
  text: string;
  /** For each unit of `text`, and for its end, where it comes from. */
  origins: Uint32Array;
}

const isLetter = (character: string | undefined) => character !== undefined && /[\p{L}\p{N}]/u.test(character);
const isDigit = (character: string | undefined) => character !== undefined && /\p{N}/u.test(character);
const softHyphen = "\u00ad";

/** Whether the hyphen at `at` is within a word, perhaps at the end of a line, and where the word goes on. */
function afterHyphen(text: string, at: number): number | undefined {
  const next = /^\s*\n\s*/.exec(text.slice(at + 1, at + 40))?.[0].length ?? 0;
  const goesOn = at + 1 + next;
  return isLetter(text[at - 1]) && isLetter(text[goesOn]) ? goesOn : undefined;
}

/** Folds a text and keeps where each of its units comes from. */
export function fold(text: string): Folded {
  const pieces: string[] = [];
  let length = 0;
  // Looking at what was put together so far would cost as much as putting it together.
  let isBlank = false;
  // Taking apart makes a text longer, but hardly ever twice as long.
  let origins = new Uint32Array(text.length + 16);
  const put = (piece: string, origin: number) => {
    if (length + piece.length >= origins.length) {
      const larger = new Uint32Array(origins.length * 2 + piece.length);
      larger.set(origins);
      origins = larger;
    }
    for (let unit = 0; unit < piece.length; unit += 1) origins[length + unit] = origin;
    pieces.push(piece);
    length += piece.length;
    isBlank = piece === " ";
  };
  let at = 0;
  while (at < text.length) {
    const unit = text.charCodeAt(at);
    if (unit > 0x20 && unit < 0x7f && unit !== 0x2d) {
      put(unit >= 0x41 && unit <= 0x5a ? String.fromCharCode(unit + 32) : String.fromCharCode(unit), at);
      at += 1;
      continue;
    }
    const character = String.fromCodePoint(text.codePointAt(at) ?? 0);
    const from = at;
    at += character.length;
    const piece = character === softHyphen ? "-" : plain(character);
    if (piece === "-") {
      const goesOn = afterHyphen(text, from);
      at = goesOn ?? at;
      // From a number to another is not one number.
      const isKept = goesOn === undefined || (isDigit(text[from - 1]) && isDigit(text[goesOn]));
      if (isKept && character !== softHyphen) put("-", from);
    } else if (piece !== "" && piece.trim() === "") {
      if (!isBlank) put(" ", from);
    } else if (piece !== "") {
      put(piece, from);
    }
  }
  origins[length] = text.length;
  return { text: pieces.join(""), origins: origins.subarray(0, length + 1) };
}

/** What is looked for, folded; nothing if nothing is left of it. */
export const needle = (query: string) => fold(query).text.trim();

/** From where to where something goes in a text. */
export interface Range {
  start: number;
  end: number;
}

/** Where `wanted`, folded, stands in a text; at most so often. */
export function occurrences({ text, origins }: Folded, wanted: string, most = Infinity): Range[] {
  const found: Range[] = [];
  if (wanted === "") return found;
  let at = text.indexOf(wanted);
  while (at >= 0 && found.length < most) {
    const last = at + wanted.length - 1;
    const start = origins[at] ?? 0;
    // A letter that was taken apart ends where the next one begins.
    let next = last + 1;
    while (next < text.length && origins[next] === origins[last]) next += 1;
    found.push({ start, end: origins[next] ?? start });
    at = text.indexOf(wanted, at + wanted.length);
  }
  return found;
}
