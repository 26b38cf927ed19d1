// Where something stands that was looked for.

/** A stretch of a text, which is what was looked for or not. */
export interface Piece {
  text: string;
  isFound: boolean;
}

/** In letters: so much stands before what was found in a line that is cut short. */
const lead = 16;

const oneLine = (text: string) => text.replace(/\s+/g, " ").trim();
const pattern = (lookedFor: string) => new RegExp(oneLine(lookedFor).replace(/[.*+?^${}()|[\]\\]/g, "\\$&"), "giu");

/** A text, cut at what was looked for. Capital letters do not count. */
export function marked(text: string, lookedFor: string): Piece[] {
  if (lookedFor.trim() === "") return [{ text, isFound: false }];
  const pieces: Piece[] = [];
  let from = 0;
  for (const { 0: found, index } of text.matchAll(pattern(lookedFor))) {
    if (index > from) pieces.push({ text: text.slice(from, index), isFound: false });
    pieces.push({ text: found, isFound: true });
    from = index + found.length;
  }
  if (from < text.length) pieces.push({ text: text.slice(from), isFound: false });
  return pieces;
}

/** A text in one line that begins a few words before what was looked for. */
export function excerpt(text: string, lookedFor: string): string {
  const line = oneLine(text);
  const at = line.search(pattern(lookedFor));
  if (at <= lead) return line;
  const blank = line.indexOf(" ", at - lead - 1);
  return `…${line.slice(blank >= 0 && blank < at ? blank + 1 : at)}`;
}
