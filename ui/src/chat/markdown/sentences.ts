// The sentences of an answer, found again in what it consists of: each piece of a line is a sentence, or is between two.
import type { AnswerSentence } from "../../host/messages/AnswerSentence";
import { cut, type Segment } from "../markers";
import type { Block, Inline, Letters, Line } from "./tree";

/** What is drawn. Numbers of citations are buttons, wherever they stand. */
export type Part =
  | { kind: "words"; segments: Segment[] }
  | { kind: "strong" | "emphasis" | "struck"; parts: Part[] }
  | { kind: "code"; text: string }
  | { kind: "formula"; tex: string; isDisplay: boolean }
  | { kind: "break" }
  | { kind: "address"; text: string };

/** A sentence within a line, or what is between two. */
export interface Stretch {
  parts: Part[];
  /** Its place among the sentences, if it is one. */
  sentence: number | undefined;
  /** A sentence that goes on in another line ends there. */
  isEnd: boolean;
}

interface Located {
  start: number;
  end: number;
  sentence: number;
}

const isHigh = (unit: number) => unit >= 0xd800 && unit < 0xdc00;
const isLow = (unit: number) => unit >= 0xdc00 && unit < 0xe000;

/** A place in `text`, not within a letter of two units. */
function placeIn(text: string, offset: number): number {
  const at = Math.min(Math.max(Math.trunc(offset) || 0, 0), text.length);
  return isLow(text.charCodeAt(at)) && isHigh(text.charCodeAt(at - 1)) ? at + 1 : at;
}

/** Where the sentences are, one behind the other whatever they say of themselves. Those of which nothing is left are not there. */
function located(text: string, sentences: readonly AnswerSentence[]): Located[] {
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

/** What holds words or stands for some, in the order of the text. */
function* places(blocks: readonly Block[]): Generator<{ start: number; end: number }> {
  for (const block of blocks) {
    if (block.kind === "paragraph" || block.kind === "heading") yield block.line;
    else if (block.kind === "quote") yield* places(block.blocks);
    else if (block.kind === "list") for (const item of block.items) yield* places(item.blocks);
    else if (block.kind === "table") yield* [...block.head, ...block.rows.flat()].filter(({ start, end }) => start < end);
    else if (block.kind !== "rule") yield block;
  }
}

/** The letters from `start` to `end` of what stands there; nothing if it is not there at all. */
function clip(inline: Inline, start: number, end: number): Inline | undefined {
  if (inline.kind === "letters" || inline.kind === "code") {
    const isWhole = inline.text.length !== inline.end - inline.start;
    if (isWhole) return inline.start >= start && inline.start < end ? inline : undefined;
    const [from, to] = [Math.max(inline.start, start), Math.min(inline.end, end)];
    return from < to ? { ...inline, start: from, end: to, text: inline.text.slice(from - inline.start, to - inline.start) } : undefined;
  }
  if ("children" in inline) {
    const children = clipped(inline.children, start, end);
    return children.length > 0 ? { ...inline, children } : undefined;
  }
  return inline.start >= start && inline.start < end ? inline : undefined;
}

function clipped(inlines: readonly Inline[], start: number, end: number): Inline[] {
  return inlines.map((inline) => clip(inline, start, end)).filter((inline) => inline !== undefined);
}

function parts(inlines: readonly Inline[], cites: (number: number) => boolean): Part[] {
  const found: Part[] = [];
  let letters: Letters[] = [];
  const flush = () => {
    const segments = cut(letters.map(({ text }) => text).join(""), cites);
    if (segments.length > 0) found.push({ kind: "words", segments });
    letters = [];
  };
  for (const inline of inlines) {
    if (inline.kind === "letters") {
      letters.push(inline);
      continue;
    }
    flush();
    if (inline.kind === "code") {
      // A number is put behind the last word of a sentence, and that may be code.
      for (const segment of cut(inline.text, cites)) found.push(segment.kind === "text" ? { kind: "code", text: segment.text } : { kind: "words", segments: [segment] });
    } else if ("children" in inline) found.push({ kind: inline.kind, parts: parts(inline.children, cites) });
    else found.push(inline);
  }
  flush();
  return found;
}

/** An answer's sentences as they are found in its text, cut at their own numbers up to `most`. */
export class Sentences {
  private readonly found: Located[];
  private readonly taken: ReadonlySet<number>;
  /** By the place of each sentence: where the last thing begins in which something of it stands. */
  private readonly ends = new Map<number, number>();

  constructor(
    text: string,
    blocks: readonly Block[],
    private readonly most: number,
    private readonly sentences: readonly AnswerSentence[],
  ) {
    this.found = located(text, sentences);
    this.taken = new Set(this.found.flatMap(({ sentence }) => sentences[sentence]?.numbers ?? []));
    if (this.found.length === 0) return;
    for (const place of places(blocks)) for (const { sentence } of this.within(place)) this.ends.set(sentence, place.start);
  }

  /** A line, cut at its sentences. A number in a sentence that is not one of its own was in the text before. */
  stretches(line: Line): Stretch[] {
    const stretches: Stretch[] = [];
    const put = (start: number, end: number, sentence: number | undefined) => {
      const own = sentence === undefined ? undefined : new Set(this.sentences[sentence]?.numbers);
      const cites = (number: number) => number >= 1 && number <= this.most && (own ? own.has(number) : !this.taken.has(number));
      const drawn = parts(clipped(line.children, start, end), cites);
      if (drawn.length > 0) stretches.push({ parts: drawn, sentence, isEnd: sentence !== undefined && this.ends.get(sentence) === line.start });
    };
    let from = line.start;
    for (const { start, end, sentence } of this.within(line)) {
      put(from, Math.max(start, from), undefined);
      put(Math.max(start, from), Math.min(end, line.end), sentence);
      from = Math.min(end, line.end);
    }
    put(from, line.end, undefined);
    return stretches;
  }

  /** What is to be known of code or of a formula, in which sentences cannot be told apart; and its text without their numbers. */
  whole(block: { start: number; end: number }, text: string): { text: string; numbers: number[]; sentence: AnswerSentence | undefined } {
    const within = this.within(block);
    const sentencesAt = (ranges: Located[]) => ranges.flatMap(({ sentence }) => this.sentences[sentence] ?? []);
    const own = new Set(sentencesAt(within).flatMap(({ numbers }) => numbers));
    const segments = cut(text, (number) => number <= this.most && own.has(number));
    const telling = sentencesAt(within.filter(({ sentence }) => this.ends.get(sentence) === block.start)).filter(({ verdict }) => verdict !== null);
    const sentence = telling.find(({ verdict }) => verdict === "unsupported") ?? telling[0];
    return {
      text: segments.map((segment) => (segment.kind === "text" ? segment.text : "")).join(""),
      numbers: segments.flatMap((segment) => (segment.kind === "citation" ? [segment.number] : [])),
      sentence: sentence && { ...sentence, problems: telling.flatMap(({ problems }) => problems) },
    };
  }

  /** The sentences that end in a line, by their places. */
  endingIn(lines: readonly Line[]): number[] {
    return lines.flatMap((line) => this.within(line).flatMap(({ sentence }) => (this.ends.get(sentence) === line.start ? [sentence] : [])));
  }

  private within({ start, end }: { start: number; end: number }): Located[] {
    return this.found.filter((range) => range.start < end && range.end > start);
  }
}
