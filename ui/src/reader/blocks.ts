// The text of a page as it is laid out: headings, paragraphs, lists, tables and what stands as it was typed. Nothing is
// said of looks here, only from where to where each thing goes in the text; between them are blanks, line ends and what
// separates cells.
import type { PageHeading } from "../host/messages/PageHeading";
import type { PageText } from "../host/messages/PageText";
import type { Range } from "../state/fold";

export interface Row extends Range {
  cells: Range[];
}

export type Block =
  | (Range & { kind: "heading"; level: number })
  | (Range & { kind: "paragraph" })
  | (Range & { kind: "list"; items: Range[] })
  | (Range & { kind: "table"; rows: Row[] })
  /** Blanks and line ends mean something. */
  | (Range & { kind: "verbatim" });

/** What the lines of a text are: a text processor's, typed by hand, source code, or the rows of a sheet. */
export type Style = "prose" | "plain" | "code" | "sheet";

const separator = " | ";
const source = new Set(
  ("asm awk bash bat c cc cfg clj cmake cmd coffee conf cpp cs css cxx dart diff el env erl ex exs f90 fs go gradle graphql groovy h hh hpp " +
    "hs ini java jl js json json5 jsonl jsx kt kts less lisp lua m mjs ml nix pas patch php pl pm properties proto ps1 py r rb rs sass " +
    "scala scss sh sql swift tcl tf toml ts tsx vb vhd vue xml xsd xsl xslt yaml yml zig zsh").split(" "),
);

export function styleOf(contentType: string, filename: string): Style {
  if (/^text\/(csv|tab-separated-values)$|spreadsheet|ms-excel/.test(contentType)) return "sheet";
  if (contentType === "text/plain") return source.has(filename.split(".").at(-1)?.toLowerCase() ?? "") ? "code" : "plain";
  return contentType === "message/rfc822" ? "plain" : "prose";
}

/** The lines of a range that hold something, without the blanks behind them; those before them only if asked. */
function lines(text: string, { start, end }: Range, keepsIndent: boolean): Range[] {
  const found: Range[] = [];
  for (let from = start; from < end; ) {
    const newline = text.indexOf("\n", from);
    const to = newline < 0 || newline > end ? end : newline;
    const line = text.slice(from, to);
    if (line.trim() !== "") {
      found.push({ start: keepsIndent ? from : from + line.length - line.trimStart().length, end: from + line.trimEnd().length });
    }
    from = to + 1;
  }
  return found;
}

/** The stretches of a range between empty lines. */
function stretches(text: string, { start, end }: Range): Range[] {
  const found: Range[] = [];
  let from = start;
  const put = (to: number) => {
    const all = lines(text, { start: from, end: to }, true);
    const [first, last] = [all[0], all.at(-1)];
    if (first && last) found.push({ start: first.start, end: last.end });
  };
  for (const gap of text.slice(start, end).matchAll(/\n[^\S\n]*\n/g)) {
    // What overlaps the gap before is part of it: three line ends are two gaps.
    put(start + gap.index);
    from = start + gap.index + 1;
  }
  put(end);
  return found;
}

function rowOf(text: string, { start, end }: Range): Row {
  const cells: Range[] = [];
  let from = start;
  for (;;) {
    const at = text.indexOf(separator, from);
    const to = at < 0 || at + separator.length > end ? end : at;
    cells.push({ start: from, end: to });
    if (to === end) return { start, end, cells };
    from = to + separator.length;
  }
}

const asTable = (text: string, range: Range): Block => ({
  ...range,
  kind: "table",
  rows: lines(text, range, false).map((line) => rowOf(text, line)),
});

/** Whether blanks within or before lines line something up. */
const isLinedUp = (all: readonly string[]) =>
  all.some((line) => /^(\t| {2,})\S/.test(line)) || all.filter((line) => /\S( {3,}|\t)\S/.test(line)).length > 1;

const trimmed = (text: string, range: Range): Range => {
  const said = text.slice(range.start, range.end);
  return { start: range.start + said.length - said.trimStart().length, end: range.end };
};

function stretch(text: string, range: Range, style: Style): Block {
  const typed = lines(text, range, true);
  const said = typed.map(({ start, end }) => text.slice(start, end));
  if (isLinedUp(said)) return { ...range, kind: "verbatim" };
  if (style === "plain" || typed.length < 2) return { ...trimmed(text, range), kind: "paragraph" };
  // A bar in a sentence separates nothing, but one in every other line does.
  const rows = said.filter((line) => line.includes(separator)).length;
  const inner = trimmed(text, range);
  if (rows > 1 && rows * 2 >= said.length) return asTable(text, inner);
  return { ...inner, kind: "list", items: lines(text, range, false) };
}

/** Headings in order, none over another, all within the text. */
function sound(text: string, headings: readonly PageHeading[]): PageHeading[] {
  let from = 0;
  return headings
    .toSorted((one, other) => one.start - other.start)
    .filter(({ start, end }) => {
      const is = start >= from && end > start && end <= text.length && text.slice(start, end).trim() !== "";
      if (is) from = end;
      return is;
    });
}

export function blocksOf({ text, headings }: Pick<PageText, "text" | "headings">, style: Style): Block[] {
  const whole = { start: 0, end: text.length };
  if (style === "sheet") return text.trim() === "" ? [] : [asTable(text, trimmed(text, { start: 0, end: text.trimEnd().length }))];
  const between = (range: Range): Block[] => {
    if (style !== "code") return stretches(text, range).map((it) => stretch(text, it, style));
    const all = lines(text, range, true);
    const [first, last] = [all[0], all.at(-1)];
    return first && last ? [{ kind: "verbatim", start: first.start, end: last.end }] : [];
  };
  if (style === "code") return between(whole);
  const blocks: Block[] = [];
  let from = 0;
  for (const { start, end, level } of sound(text, headings)) {
    blocks.push(...between({ start: from, end: start }), { kind: "heading", start, end, level });
    from = end;
  }
  return [...blocks, ...between({ start: from, end: whole.end })];
}

/** What of a block is shown, from where to where. */
export function shown(block: Block): Range[] {
  if (block.kind === "list") return block.items;
  if (block.kind === "table") return block.rows.flatMap(({ cells }) => cells);
  return [{ start: block.start, end: block.end }];
}
