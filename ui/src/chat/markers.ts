// The text of an answer, cut at its sentences and citation numbers.
import type { AnswerSentence } from "../host/messages/AnswerSentence";

export type Segment = { kind: "text"; text: string } | { kind: "citation"; number: number };

/** A sentence within a paragraph, or what is between two. */
export interface Stretch {
  segments: Segment[];
  /** Its place among the sentences, if it is one. */
  sentence: number | undefined;
  /** A sentence that goes on in another paragraph ends there. */
  isEnd: boolean;
}

/** From where to where something goes in a text. */
interface Range {
  start: number;
  end: number;
}

/** Cuts `text` at each `[n]`. Numbers that cite nothing are left as they are. */
function cutAt(text: string, cites: (number: number) => boolean): Segment[] {
  const segments: Segment[] = [];
  let from = 0;
  for (const match of text.matchAll(/ ?\[(\d{1,3})\]/g)) {
    const number = Number(match[1]);
    if (!cites(number)) continue;
    if (match.index > from) segments.push({ kind: "text", text: text.slice(from, match.index) });
    segments.push({ kind: "citation", number });
    from = match.index + match[0].length;
  }
  if (from < text.length) segments.push({ kind: "text", text: text.slice(from) });
  return segments;
}

/** Cuts `text` at each `[n]`. Numbers above `most` cite nothing. */
export function cut(text: string, most: number): Segment[] {
  return cutAt(text, (number) => number >= 1 && number <= most);
}

const isHigh = (unit: number) => unit >= 0xd800 && unit < 0xdc00;
const isLow = (unit: number) => unit >= 0xdc00 && unit < 0xe000;

/** A place in `text`, not within a letter of two units. */
function placeIn(text: string, offset: number): number {
  const at = Math.min(Math.max(Math.trunc(offset) || 0, 0), text.length);
  return isLow(text.charCodeAt(at)) && isHigh(text.charCodeAt(at - 1)) ? at + 1 : at;
}

/** Where the sentences are, one behind the other whatever they say of themselves. Those of which nothing is left are not there. */
function located(text: string, sentences: readonly AnswerSentence[]): (Range & { sentence: number })[] {
  let from = 0;
  return sentences
    .map((sentence, place) => ({ start: placeIn(text, sentence.start), end: placeIn(text, sentence.end), sentence: place }))
    .toSorted((one, other) => one.start - other.start)
    .flatMap(({ start, end, sentence }) => {
      const range = { start: Math.max(start, from), end, sentence };
      if (range.start >= end) return [];
      from = end;
      return [range];
    });
}

function paragraphRanges(text: string): Range[] {
  const ranges: Range[] = [];
  let start = 0;
  for (const match of text.matchAll(/\n{2,}/g)) {
    ranges.push({ start, end: match.index });
    start = match.index + match[0].length;
  }
  return [...ranges, { start, end: text.length }].filter((range) => range.start < range.end);
}

/**
 * The paragraphs of an answer, each cut at its sentences, and those at their citation numbers up to `most`.
 * A number in a sentence that is not one of its own was in the text before.
 */
export function paragraphs(text: string, most: number, sentences: readonly AnswerSentence[] = []): Stretch[][] {
  const found = located(text, sentences);
  const taken = new Set(found.flatMap(({ sentence }) => sentences[sentence]?.numbers ?? []));
  const isNumber = (number: number) => number >= 1 && number <= most;

  function between({ start, end }: Range): Stretch[] {
    const segments = cutAt(text.slice(start, end), (number) => isNumber(number) && !taken.has(number));
    return segments.length > 0 ? [{ segments, sentence: undefined, isEnd: false }] : [];
  }

  return paragraphRanges(text).map((paragraph, place, all) => {
    const next = all[place + 1]?.start ?? text.length;
    const stretches: Stretch[] = [];
    let from = paragraph.start;
    for (const { start, end, sentence } of found) {
      const within = { start: Math.max(start, paragraph.start), end: Math.min(end, paragraph.end) };
      if (within.start >= within.end) continue;
      const own = new Set(sentences[sentence]?.numbers);
      const segments = cutAt(text.slice(within.start, within.end), (number) => isNumber(number) && own.has(number));
      stretches.push(...between({ start: from, end: within.start }), { segments, sentence, isEnd: end <= next });
      from = within.end;
    }
    return [...stretches, ...between({ start: from, end: paragraph.end })];
  });
}
