// Texts as they are compared in a search: without case, accents, line breaks and hyphens.

export interface Folded {
  text: string;
  /** For each unit of `text`, and for its end, where it comes from. */
  origins: Uint32Array;
}

const isLetter = (character: string | undefined) => character !== undefined && /[\p{L}\p{N}]/u.test(character);
const hyphens = new Set(["-", "\u00ad", "\u2010", "\u2011"]);

/** Accents gone, letters small; what is written together (ﬁ) taken apart. */
function plain(character: string): string {
  return character.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace("ß", "ss");
}

/** Whether the hyphen at `at` is within a word, perhaps at the end of a line, and where the word goes on. */
function afterHyphen(text: string, at: number): number | undefined {
  const next = /^\s*\n\s*/.exec(text.slice(at + 1, at + 40))?.[0].length ?? 0;
  const goesOn = at + 1 + next;
  return isLetter(text[at - 1]) && isLetter(text[goesOn]) ? goesOn : undefined;
}

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
    if (hyphens.has(character)) {
      const goesOn = afterHyphen(text, from);
      if (goesOn !== undefined) at = goesOn;
      else if (character !== "\u00ad") put("-", from);
    } else if (character.trim() === "") {
      if (!isBlank) put(" ", from);
    } else {
      put(plain(character), from);
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
