// Where something stands that was looked for.
import { fold, needle, occurrences, type Range } from "./fold";

/** A stretch of a text, which is what was looked for or not. */
export interface Piece {
  text: string;
  isFound: boolean;
}

/** In letters: so much stands before what was found in a line that is cut short. */
const lead = 16;

/** A text in one line. */
export const oneLine = (text: string) => text.replace(/\s+/g, " ").trim();

/** A stretch of a text, cut where in it something was found. */
export function cutAt(text: string, found: readonly Range[], from = 0, to = text.length): Piece[] {
  const pieces: Piece[] = [];
  const put = (start: number, end: number, isFound: boolean) => {
    if (start < end) pieces.push({ text: text.slice(start, end), isFound });
  };
  let at = from;
  for (const { start, end } of found.filter((place) => place.end <= to)) {
    put(at, start, false);
    put(start, end, true);
    at = end;
  }
  put(at, to, false);
  return pieces;
}

/** A text, cut at what was looked for. */
export const marked = (text: string, lookedFor: string): Piece[] => cutAt(text, occurrences(fold(text), needle(lookedFor)));

/** A text in one line that begins a few words before what was looked for. */
export function excerpt(text: string, lookedFor: string): string {
  const line = oneLine(text);
  const at = occurrences(fold(line), needle(lookedFor), 1)[0]?.start ?? 0;
  if (at <= lead) return line;
  const blank = line.indexOf(" ", at - lead - 1);
  return `…${line.slice(blank >= 0 && blank < at ? blank + 1 : at)}`;
}
