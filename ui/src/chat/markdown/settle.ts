// The end of a text that is still being written, so that what is half there looks as it will: what is open is closed,
// and a sign that may mean several things waits for the next one.
import { formulaEnd } from "./syntax";

const isSpace = (letter: string | undefined) => letter === undefined || /\s/.test(letter);
const isWord = (letter: string | undefined) => letter !== undefined && /[\p{L}\p{N}]/u.test(letter);

/** The signs of quotes and lists before what stands in a line. */
const lead = /^(?:[ \t]|>|[-*+][ \t]|\d{1,9}[.)][ \t])*/;
/** A line of which is not known yet what it begins. */
const undecided = /^(?:[ \t]|>|[-*+][ \t]|\d{1,9}[.)][ \t])*(?:[-*+_=#>|~`:]+|\d{1,9}[.)]?|\[[ xX]?\]?|\$\$?|\\\[?)?[ \t]*$/;

/** The fence of the code that the text ends in, if it does. */
function openFence(lines: readonly string[]): string | undefined {
  let fence: string | undefined;
  for (const line of lines) {
    const content = line.replace(lead, "");
    const found = /^(`{3,}|~{3,})(.*)$/.exec(content);
    if (!found?.[1]) continue;
    if (fence === undefined) fence = found[2]?.includes("`") && found[1].startsWith("`") ? undefined : found[1];
    else if (found[1].startsWith(fence) && found[2]?.trim() === "") fence = undefined;
  }
  return fence;
}

/** Whether the text ends in a formula on lines of its own. */
function isInFormula(lines: readonly string[]): boolean {
  let closing: string | undefined;
  for (const line of lines) {
    const content = line.replace(lead, "").trimEnd();
    if (closing !== undefined) closing = content.includes(closing) ? undefined : closing;
    else if (content === "$$" || content === "\\[") closing = content === "$$" ? "$$" : "\\]";
  }
  return closing !== undefined;
}

/** What closes all that is open at the end of the words. */
function closers(words: string): string {
  const open: { sign: string; count: number }[] = [];
  let at = 0;
  while (at < words.length) {
    const letter = words[at] ?? "";
    if (letter === "\\" || letter === "$") {
      const end = formulaEnd(words, at);
      if (end > 0) {
        at = end;
        continue;
      }
      if (letter === "\\" && /[([]/.test(words[at + 1] ?? "")) return words[at + 1] === "(" ? "\\)" : "\\]";
      if (letter === "$" && words[at + 1] === "$") return "$$";
      at += letter === "\\" ? 2 : 1;
      continue;
    }
    const run = /^(?:`+|\*+|_+|~+)/.exec(words.slice(at, at + 20))?.[0];
    if (run === undefined) {
      at += 1;
      continue;
    }
    const [before, after] = [words[at - 1], words[at + run.length]];
    if (letter === "`") {
      const end = words.slice(at + run.length).search(new RegExp(`(?<!\`)${run}(?!\`)`));
      if (end < 0) return run;
      at += end + 2 * run.length;
      continue;
    }
    at += run.length;
    if (letter === "~" && run.length !== 2) continue;
    const mayClose = !isSpace(before) && (letter !== "_" || !isWord(after));
    const mayOpen = !isSpace(after) && !isWord(before);
    const last = open.findLastIndex(({ sign }) => sign === letter);
    let left = run.length;
    if (mayClose && last >= 0) {
      const opened = open[last];
      const closed = Math.min(left, opened?.count ?? 0);
      left -= closed;
      if (opened) opened.count -= closed;
      open.length = opened && opened.count > 0 ? last + 1 : last;
    }
    if (mayOpen && left > 0) open.push({ sign: letter, count: Math.min(left, 3) });
  }
  const address = /\[[^[\]\n]*\]\([^()\s]*$/.test(words) ? ")" : "";
  return address + open.toReversed().map(({ sign, count }) => sign.repeat(count)).join("");
}

/** A table of which only the head is there, or a part of what stands below it, with all that makes it a table. */
function withRule(lines: readonly string[]): string[] {
  const from = lines.findLastIndex((line) => !/^[ \t]*\|/.test(line)) + 1;
  const [head, rule, ...rows] = lines.slice(from);
  if (head === undefined || rows.length > 0 || (rule !== undefined && !/^[ \t]*\|[-:| \t]*$/.test(rule))) return [...lines];
  const whole = /\|[ \t]*$/.test(head) ? head : `${head} |`;
  const columns = whole.split(/(?<!\\)\|/).length - 2;
  return [...lines.slice(0, from), whole, `|${"---|".repeat(Math.max(columns, 1))}`];
}

/** A text that goes on, as it is to be read now. */
export function settle(text: string): string {
  let lines = text.split("\n");
  const last = lines.at(-1) ?? "";
  const fence = openFence(lines.slice(0, -1));
  if (fence !== undefined) {
    // Perhaps what closes it.
    const content = last.replace(lead, "");
    return content !== "" && fence.startsWith(content) ? lines.slice(0, -1).join("\n") : text;
  }
  if (isInFormula(lines)) return text;
  const isFirst = lines.length === 1;
  if (undecided.test(last)) lines = lines.slice(0, -1);
  else {
    // Perhaps the number of a citation, or signs that open or close something.
    lines[lines.length - 1] = last.replace(/(?: ?\[\d{0,3}|!?\[)$|[*_~`$\\]+$/, "").trimEnd();
  }
  if (isFirst && lines.length === 0) return "";
  lines = withRule(lines);
  // What is open closes with its paragraph, item, heading or cell.
  const tail = lines.at(-1) ?? "";
  if (/^[ \t]*(?:```|~~~)/.test(tail.replace(lead, ""))) return lines.join("\n");
  const isRow = /^[ \t]*\|/.test(tail);
  if (isRow) {
    if (/\|[ \t]*$/.test(tail)) return lines.join("\n");
    return lines.join("\n") + closers(tail.slice(tail.lastIndexOf("|") + 1));
  }
  const begin = lines.findLastIndex((line, place) => place < lines.length && (line.trim() === "" || /^[ \t]*(?:[-*+][ \t]|\d{1,9}[.)][ \t]|#{1,6}[ \t]|\|)/.test(line)));
  const first = lines[begin];
  const words = [...(first === undefined || first.trim() === "" ? [] : [first.replace(/^[ \t]*(?:[-*+]|\d{1,9}[.)]|#{1,6})[ \t]/, "")]), ...lines.slice(begin + 1)].join("\n");
  return lines.join("\n").trimEnd() + closers(words.trimEnd());
}
