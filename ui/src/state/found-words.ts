// Where the words of a search stand in what it found.
import { plain } from "./fold";
import { cutAt, oneLine, type Piece } from "./found";

/** Filters of a search, such as `page:3-7`, are no words to look for. */
const filters = /(^|\s)[\p{L}]+:("[^"]*"|„[^“”]*[“”]|“[^”]*”|\S+)/gu;
/** Words that stand everywhere. */
const everywhere = new Set(plain("a an and are as at be by for from in is it of on or that the this to was were what which who with how when where why do does did der die das den dem des ein eine einer eines einem einen und oder ist sind war waren im in am an auf aus bei mit nach von vor zu zum zur wer was wie wann wo warum welche welcher welches für über").split(" "));
/** In letters: so much stands before the first word that was found, and so much is shown. */
const [lead, length] = [80, 360];

const letters = /[\p{L}\p{N}\p{M}]+/gu;

/** What is marked: words that begin as one that was typed. */
function typedWords(query: string): string[] {
  const all = [...plain(query.replace(filters, " ")).matchAll(letters)].map(([word]) => word);
  const telling = all.filter((word) => word.length > 1 && !everywhere.has(word));
  return telling.length > 0 ? telling : all;
}

/** Endings differ: the last letters of a long word do not count. */
const stem = (word: string) => (word.length > 5 ? word.slice(0, Math.max(5, word.length - 2)) : word);

/** A text in one line, cut at the words that were typed. One that is long begins a little before the first of them. */
export function markedWords(text: string, query: string): Piece[] {
  const line = oneLine(text);
  const stems = typedWords(query).map(stem);
  const isTyped = (word: string) => stems.some((begin) => plain(word).startsWith(begin));
  const found = [...line.matchAll(letters)].filter(([word]) => isTyped(word)).map(({ 0: word, index }) => ({ start: index, end: index + word.length }));
  const first = found[0]?.start ?? 0;
  const from = line.length <= length || first <= lead ? 0 : line.indexOf(" ", first - lead) + 1;
  const to = Math.min(line.length, from + length);
  const pieces = cutAt(line, found, from, to);
  if (from > 0) pieces.unshift({ text: "…", isFound: false });
  if (to < line.length) pieces.push({ text: "…", isFound: false });
  return pieces;
}
