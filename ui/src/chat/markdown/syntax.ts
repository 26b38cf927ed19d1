// The Markdown that language models write, as a grammar: CommonMark and the tables, tasks and struck words of GitHub,
// with formulas, and without all that could hide a word or load something.
import { parser, Strikethrough, Table, TaskList, type BlockContext, type Element, type Line, type MarkdownConfig } from "@lezer/markdown";

/** In letters: a formula within a paragraph is not longer, so that a lone sign of money is soon known for one. */
const longest = 1000;

const [dollar, backslash, blank, newline] = [36, 92, 32, 10];
const isSpace = (code: number) => code === blank || code === newline || code === 9;
const isDigit = (code: number) => code >= 48 && code <= 57;

/** Such as "10, or 3" between two signs of money: a number, words, and nothing that only formulas have. */
const isPrice = (between: string) => /^\d/.test(between) && /[a-z]{2}/i.test(between) && !/[\\^_=]/.test(between);

/** Where the formula ends that begins at `from`, behind its closing sign; -1 if it is none. */
export function formulaEnd(text: string, from: number): number {
  const most = Math.min(text.length, from + longest);
  const [first, second] = [text.charCodeAt(from), text.charCodeAt(from + 1)];
  if (first === backslash) {
    const closing = second === 40 ? "\\)" : second === 91 ? "\\]" : undefined;
    const at = closing === undefined ? -1 : text.slice(0, most).indexOf(closing, from + 2);
    return at < 0 ? -1 : at + 2;
  }
  if (first !== dollar) return -1;
  if (second === dollar) {
    const at = text.slice(0, most).indexOf("$$", from + 2);
    return at <= from + 2 ? -1 : at + 2;
  }
  // Not money: no blank inside at either end, and no digit right behind.
  if (Number.isNaN(second) || isSpace(second)) return -1;
  for (let at = from + 1; at < most; at += 1) {
    const code = text.charCodeAt(at);
    if (code === backslash) at += 1;
    else if (code === dollar) return isSpace(text.charCodeAt(at - 1)) || isDigit(text.charCodeAt(at + 1)) || isPrice(text.slice(from + 1, at)) ? -1 : at + 1;
  }
  return -1;
}

/** What opens a formula on lines of its own, and what closes it. */
const displays = [["$$", "$$"], ["\\[", "\\]"]] as const;

/** The library knows on each line how many of the lists and quotes go on that a block stands in, and does not declare it. */
const isWithin = (cx: BlockContext, line: Line) => ((line as { depth?: number }).depth ?? cx.depth) >= cx.depth;

const formulas: MarkdownConfig = {
  defineNodes: ["Formula", { name: "FormulaBlock", block: true }, "FormulaText", "FormulaTail"],
  parseInline: [
    {
      name: "Formula",
      before: "Escape",
      parse(cx, next, pos) {
        if (next !== dollar && next !== backslash) return -1;
        const end = formulaEnd(cx.text, pos - cx.offset);
        return end < 0 ? -1 : cx.addElement(cx.elt("Formula", pos, cx.offset + end));
      },
    },
  ],
  parseBlock: [
    {
      name: "FormulaBlock",
      before: "FencedCode",
      // Only with nothing else on the line that opens it; one in a line is left to the paragraph.
      parse(cx, line) {
        const display = displays.find(([open]) => line.text.slice(line.pos).trimEnd() === open);
        if (!display) return false;
        const from = cx.lineStart + line.pos;
        let to = cx.lineStart + line.text.length;
        const parts: Element[] = [];
        while (cx.nextLine() && isWithin(cx, line)) {
          const [start, at] = [cx.lineStart, line.text.indexOf(display[1], line.basePos)];
          to = start + line.text.length;
          parts.push(cx.elt("FormulaText", start + line.basePos, at < 0 ? to : start + at));
          if (at < 0) continue;
          // Such as the number of a citation.
          if (start + at + 2 < to) parts.push(cx.elt("FormulaTail", start + at + 2, to));
          cx.nextLine();
          break;
        }
        cx.addElement(cx.elt("FormulaBlock", from, to, parts));
        return true;
      },
      endLeaf: (_, line) => displays.some(([open]) => line.text.slice(line.pos).trimEnd() === open),
    },
  ],
};

/**
 * HTML is text. A line below a line makes no heading of it, since models mean a rule by that; what is indented is no
 * code, and `[1]: …` names nothing that could be left out.
 */
const without: MarkdownConfig = { remove: ["HTMLBlock", "HTMLTag", "LinkReference", "SetextHeading", "IndentedCode"] };

export const grammar = parser.configure([without, Table, TaskList, Strikethrough, formulas]);
/** For a text with more brackets than anybody writes: it would take too long to look for links among them. */
export const grammarWithoutLinks = grammar.configure({ remove: ["Link", "Image", "LinkEnd"] });
