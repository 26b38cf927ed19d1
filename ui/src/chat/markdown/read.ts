// Markdown to what it says.
import type { SyntaxNode } from "@lezer/common";

import { grammar, grammarWithoutLinks } from "./syntax";
import { literal, type Align, type Block, type Inline, type Item, type Line } from "./tree";

/** More than anybody writes, and few enough to be drawn. What is deeper is shown as it was written. */
const [deepest, mostBrackets, widest] = [12, 1000, 60];

const wrapping = { StrongEmphasis: "strong", Emphasis: "emphasis", Strikethrough: "struck" } as const;
const isWrapping = (name: string): name is keyof typeof wrapping => name in wrapping;
/** Signs that say how something is meant. */
const signs = new Set(["EmphasisMark", "StrikethroughMark", "LinkMark", "LinkTitle", "LinkLabel", "URL", "CodeMark", "HeaderMark", "QuoteMark", "TaskMarker"]);

const named: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: "\"", apos: "'", nbsp: "\u00a0", ndash: "–", mdash: "—", hellip: "…", times: "×", deg: "°" };

/** What an entity such as `&amp;` or `&#8211;` stands for; itself if that is not known. */
function entity(text: string): string {
  const name = text.slice(1, -1);
  if (!name.startsWith("#")) return named[name] ?? text;
  const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number.parseInt(name.slice(1), 10);
  return code >= 32 && code <= 0x10ffff && !(code >= 0xd800 && code < 0xe000) ? String.fromCodePoint(code) : "\ufffd";
}

/** Behind the first of the signs around a formula, and before the last. */
const texOf = (text: string) => (text.startsWith("$$") || text.startsWith("\\") ? text.slice(2, -2) : text.slice(1, -1)).trim();

function childrenOf(node: SyntaxNode): SyntaxNode[] {
  const children: SyntaxNode[] = [];
  for (let child = node.firstChild; child; child = child.nextSibling) children.push(child);
  return children;
}

class Reader {
  /** `base` is where the text stands in the answer. */
  constructor(
    private readonly text: string,
    private readonly base: number,
  ) {}

  blocks(node: SyntaxNode, depth: number): Block[] {
    return childrenOf(node).flatMap((child) => this.block(child, depth));
  }

  private range(from: number, to: number) {
    return { start: this.base + from, end: this.base + to };
  }

  private slice(from: number, to: number): string {
    return this.text.slice(from, to);
  }

  /** Words as they were written. */
  private raw(from: number, to: number): Block[] {
    const range = this.range(from, to);
    return [{ ...range, kind: "paragraph", line: { ...range, children: trimmed(this.letters(from, to)) } }];
  }

  private block(node: SyntaxNode, depth: number): Block[] {
    const { name, from, to } = node;
    const range = this.range(from, to);
    if (depth > deepest) return this.raw(from, to);
    const heading = /^ATXHeading(\d)$/.exec(name);
    if (heading) return [{ ...range, kind: "heading", level: Number(heading[1]), line: this.line(node) }];
    switch (name) {
      case "Paragraph":
      case "Task":
        return [{ ...range, kind: "paragraph", line: this.line(node) }];
      case "Blockquote":
        return [{ ...range, kind: "quote", blocks: this.blocks(node, depth + 1) }];
      case "BulletList":
      case "OrderedList":
        return [{ ...range, kind: "list", ...this.list(node, depth) }];
      case "Table": {
        const table = this.table(node);
        return table.head.length > widest ? this.raw(from, to) : [{ ...range, kind: "table", ...table }];
      }
      case "FencedCode":
        return [{ ...range, kind: "code", ...this.code(node) }];
      case "FormulaBlock":
        return this.formula(node);
      case "HorizontalRule":
        return [{ ...range, kind: "rule" }];
      default:
        return [];
    }
  }

  private list(node: SyntaxNode, depth: number): { first: number | undefined; items: Item[] } {
    const items = node.getChildren("ListItem").map((item): Item => {
      const marker = item.getChild("Task")?.getChild("TaskMarker");
      const blocks = this.blocks(item, depth + 1);
      const done = marker ? { isDone: /x/i.test(this.slice(marker.from, marker.to)) } : {};
      return { ...this.range(item.from, item.to), ...done, blocks };
    });
    const sign = node.firstChild?.getChild("ListMark");
    return { first: node.name === "OrderedList" && sign ? Number.parseInt(this.slice(sign.from, sign.to), 10) : undefined, items };
  }

  private table(node: SyntaxNode): { align: Align[]; head: Line[]; rows: Line[][] } {
    const delimiter = node.getChild("TableDelimiter");
    const columns = delimiter ? this.slice(delimiter.from, delimiter.to).split("|").filter((column) => column.trim() !== "") : [];
    const align = columns.map((column): Align => {
      const [left, right] = [column.trim().startsWith(":"), column.trim().endsWith(":")];
      return left && right ? "center" : right ? "right" : left ? "left" : undefined;
    });
    const head = node.getChild("TableHeader");
    const width = Math.max(align.length, 1);
    return { align, head: head ? this.cells(head, width) : [], rows: node.getChildren("TableRow").map((row) => this.cells(row, width)) };
  }

  /** As many as the table is wide: what is more goes on in the last, so that no word is lost. */
  private cells(row: SyntaxNode, width: number): Line[] {
    const cells: Line[] = Array.from({ length: width }, () => ({ ...this.range(row.from, row.from), children: [] }));
    let column = row.firstChild?.name === "TableDelimiter" && row.firstChild.from === row.from ? -1 : 0;
    for (const child of childrenOf(row)) {
      if (child.name === "TableDelimiter") column += 1;
      if (child.name !== "TableCell") continue;
      const at = Math.min(Math.max(column, 0), width - 1);
      const [cell, more] = [cells[at], this.line(child)];
      if (cell) cells[at] = cell.children.length === 0 ? more : { start: cell.start, end: more.end, children: [...cell.children, { start: cell.end, end: more.start, kind: "letters", text: " " }, ...more.children] };
    }
    return cells;
  }

  private code(node: SyntaxNode): { language: string; text: string } {
    const info = node.getChild("CodeInfo");
    const parts = node.getChildren("CodeText");
    // Between two parts stands what belongs to the quote or list around them, and perhaps the end of a line.
    const text = parts.map(({ from, to }, place) => {
      const gap = this.slice(to, parts[place + 1]?.from ?? to);
      return this.slice(from, to) + "\n".repeat(gap.split("\n").length - 1);
    });
    return { language: info ? (this.slice(info.from, info.to).split(/\s/)[0] ?? "") : "", text: text.join("") };
  }

  private formula(node: SyntaxNode): Block[] {
    const tex = node.getChildren("FormulaText").map(({ from, to }) => this.slice(from, to)).join("\n").trim();
    const tail = node.getChild("FormulaTail");
    const block: Block = { ...this.range(node.from, tail?.from ?? node.to), kind: "formula", tex };
    return tail && this.slice(tail.from, tail.to).trim() !== "" ? [block, ...this.raw(tail.from, tail.to)] : [block];
  }

  private line(node: SyntaxNode): Line {
    return { ...this.range(node.from, node.to), children: trimmed(this.inlines(node, node.from, node.to, 0)) };
  }

  private inlines(node: SyntaxNode, from: number, to: number, depth: number): Inline[] {
    const inlines: Inline[] = [];
    let at = from;
    for (const child of childrenOf(node)) {
      if (child.from < at || child.to > to) continue;
      const known = this.inline(child, depth);
      // What has no meaning of its own is among the letters around it.
      if (!known) continue;
      inlines.push(...this.letters(at, child.from), ...known);
      at = child.to;
    }
    return [...inlines, ...this.letters(at, to)];
  }

  private inline(node: SyntaxNode, depth: number): Inline[] | undefined {
    const { name, from, to } = node;
    const range = this.range(from, to);
    if (signs.has(name)) return [];
    if (depth > deepest) return this.letters(from, to);
    if (isWrapping(name)) return [{ ...range, kind: wrapping[name], children: this.inlines(node, from, to, depth + 1) }];
    switch (name) {
      case "InlineCode":
        return [this.inlineCode(node)];
      case "Formula": {
        const written = this.slice(from, to);
        return [{ ...range, kind: "formula", tex: texOf(written), isDisplay: written.startsWith("$$") || written.startsWith("\\[") }];
      }
      case "Escape":
        return [{ ...range, kind: "letters", text: this.slice(from + 1, to) }];
      case "Entity":
        return [{ ...range, kind: "letters", text: entity(this.slice(from, to)) }];
      case "HardBreak":
        return [{ ...range, kind: "break" }];
      case "Link":
      case "Image":
        return this.link(node, depth);
      default:
        return undefined;
    }
  }

  private inlineCode(node: SyntaxNode): Inline {
    const marks = node.getChildren("CodeMark");
    const [from, to] = [marks[0]?.to ?? node.from, marks.at(-1)?.from ?? node.to];
    return { ...this.range(from, to), kind: "code", text: this.slice(from, to) };
  }

  /** What is shown of a link, and its address behind it. One without is in brackets only, as the numbers of citations are. */
  private link(node: SyntaxNode, depth: number): Inline[] | undefined {
    const url = node.getChild("URL");
    const [open, close] = node.getChildren("LinkMark");
    if (!url || !open || !close || /^\d{1,3}$/.test(this.slice(open.to, close.from))) return this.unlinked(node, depth);
    const shown = this.inlines(node, open.to, close.from, depth + 1);
    const address = this.slice(url.from, url.to);
    return this.slice(open.to, close.from) === address ? shown : [...shown, { ...this.range(close.to, node.to), kind: "address", text: address }];
  }

  /** With its brackets; what is within them may still be strong, or a formula. */
  private unlinked(node: SyntaxNode, depth: number): Inline[] {
    const inlines: Inline[] = [];
    let at = node.from;
    for (const child of childrenOf(node)) {
      const known = signs.has(child.name) ? undefined : this.inline(child, depth + 1);
      if (!known) continue;
      inlines.push(...this.letters(at, child.from), ...known);
      at = child.to;
    }
    return [...inlines, ...this.letters(at, node.to)];
  }

  /** Each line by itself: what a model puts on lines of their own stays there. A break of HTML is one, too. */
  private letters(from: number, to: number): Inline[] {
    const inlines: Inline[] = [];
    let at = from;
    const put = (end: number) => at < end && inlines.push({ ...this.range(at, end), kind: "letters", text: this.slice(at, end) });
    for (const { index, 0: found } of this.slice(from, to).matchAll(/[ \t]*\n[ \t]*|<br *\/?>/gi)) {
      put(from + index);
      at = from + index + found.length;
      inlines.push({ ...this.range(from + index, at), kind: "break" });
    }
    put(to);
    return inlines;
  }
}

/** Without what makes no line of its own at either end. */
function trimmed(inlines: Inline[]): Inline[] {
  const isSeen = (inline: Inline) => inline.kind !== "break" && !(inline.kind === "letters" && inline.text.trim() === "");
  const [first, last] = [inlines.findIndex(isSeen), inlines.findLastIndex(isSeen)];
  const begin = inlines[first];
  if (!begin) return [];
  if (begin.kind !== "letters" || begin.text.length !== begin.end - begin.start) return inlines.slice(first, last + 1);
  const text = begin.text.trimStart();
  return [{ ...begin, start: begin.end - text.length, text }, ...inlines.slice(first + 1, last + 1)];
}

/** What is more than that is shown as it was written. */
const longest = 200_000;
/** So many quotes and lists in each other, begun on one line, are made to take up time. */
const tooDeep = /^(?:[ \t]*(?:>|[-*+][ \t]|\d{1,9}[.)][ \t])){100}/m;

/** What a text says that stands at `base` in an answer. */
export function read(text: string, base = 0): Block[] {
  if (text.length > longest || tooDeep.test(text)) return literal(text, base);
  const brackets = text.split("[").length - 1;
  return new Reader(text, base).blocks((brackets > mostBrackets ? grammarWithoutLinks : grammar).parse(text).topNode, 0);
}
