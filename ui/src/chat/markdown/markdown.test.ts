import { describe, expect, it } from "vitest";

import type { AnswerSentence } from "../../host/messages/AnswerSentence";
import { read } from "./read";
import { Sentences, type Part } from "./sentences";
import { settle } from "./settle";
import { Streamed } from "./streamed";
import { literal, type Block, type Inline } from "./tree";

/** What a person sees, with signs for how it is meant. */
const line = (inlines: readonly Inline[]): string =>
  inlines
    .map((inline) => {
      if (inline.kind === "letters") return inline.text;
      if (inline.kind === "break") return "/";
      if (inline.kind === "code") return `<c>${inline.text}</c>`;
      if (inline.kind === "formula") return `<${inline.isDisplay ? "M" : "m"}>${inline.tex}</m>`;
      if (inline.kind === "address") return ` (${inline.text})`;
      return `<${inline.kind[0]}>${line(inline.children)}</${inline.kind[0]}>`;
    })
    .join("");
const block = (found: Block): string => {
  switch (found.kind) {
    case "paragraph":
      return line(found.line.children);
    case "heading":
      return `h${found.level}:${line(found.line.children)}`;
    case "quote":
      return `q[${found.blocks.map(block).join("|")}]`;
    case "list":
      return `${found.first ?? "-"}[${found.items.map((item) => (item.isDone === undefined ? "" : item.isDone ? "x " : "o ") + item.blocks.map(block).join("|")).join(", ")}]`;
    case "table":
      return `t[${[found.head, ...found.rows].map((row) => row.map((cell) => line(cell.children)).join(";")).join(", ")}]`;
    case "code":
      return `code:${found.language}:${found.text}`;
    case "formula":
      return `math:${found.tex}`;
    case "rule":
      return "rule";
  }
};
const shown = (text: string) => read(text).map(block);

describe("Markdown", () => {
  it("is read", () => {
    expect(shown("# Big\n\nA **strong *both*** and ~~old~~ `code`.\nNext")).toEqual(["h1:Big", "A <s>strong <e>both</e></s> and <s>old</s> <c>code</c>./Next"]);
    expect(shown("- a\n  1. b\n  2. c\n- [x] d\n- [ ] e\n\n4. f")).toEqual(["-[a|1[b, c], x d, o e]", "4[f]"]);
    expect(shown("> a\n> b\n>\n> - c")).toEqual(["q[a/ b|-[c]]"]);
    expect(shown("text\n---\nmore")).toEqual(["text", "rule", "more"]);
    expect(shown("| a | b |\n|:-:|--:|\n| **c** | |\n|  | d | e")).toEqual(["t[a;b, <s>c</s>;, ;d e]"]);
    expect(shown("| a |\n|---|\n| b |")).toEqual(["t[a, b]"]);
  });

  it("keeps code as it is, in lists and quotes too", () => {
    expect(shown("```js title\nlet a = 1;\n\n  b < c;\n```\nafter")).toEqual(["code:js:let a = 1;\n\n  b < c;", "after"]);
    expect(shown("> ```\n> a\n>\n> b\n> ```")).toEqual(["q[code::a\n\nb]"]);
    expect(shown("- ```\n  a\n    b\n  ```")).toEqual(["-[code::a\n  b]"]);
  });

  it("has formulas, and prices that are none", () => {
    expect(shown("So $a_1 + b$ and \\(c\\) and $$d$$.")).toEqual(["So <m>a_1 + b</m> and <m>c</m> and <M>d</m>."]);
    expect(shown("From $5 to $10, or 3$ and 4$.")).toEqual(["From $5 to $10, or 3$ and 4$."]);
    expect(shown("a\n$$\nx\n- y\n$$ [1]\nb\n\n\\[\nz\n\\]")).toEqual(["a", "math:x\n- y", "[1]", "b", "math:z"]);
    expect(shown("- a\n  $$\n  x\n- b")).toEqual(["-[a|math:x, b]"]);
  });

  it("leads nowhere and loads nothing", () => {
    expect(shown("[shown](https://a.b \"t\") <https://c.d> ![picture](x.png)")).toEqual(["shown (https://a.b) <https://c.d> picture (x.png)"]);
    expect(shown("<script>alert(1)</script> <b>x</b>\n\n<div>\ny\n</div>")).toEqual(["<script>alert(1)</script> <b>x</b>", "<div>/y", "</div>"]);
    expect(shown("a<br>b &amp; &#8211; &unknown;")).toEqual(["a/b & – &unknown;"]);
  });

  it("loses no bracket", () => {
    expect(shown("One [1][2] and [sic, 1693] and [3](x) and [a].\n\n[4]: b.pdf")).toEqual(["One [1][2] and [sic, 1693] and [3](x) and [a].", "[4]: b.pdf"]);
    expect(shown("[**a** [1]]")).toEqual(["[<s>a</s> [1]]"]);
  });

  it("tells where everything stands", () => {
    const text = "😀 **ä** &amp; `c`\n\n- x";
    const walk = (inlines: readonly Inline[]): void => {
      for (const inline of inlines) {
        if ("children" in inline) walk(inline.children);
        else if ((inline.kind === "letters" || inline.kind === "code") && inline.text.length === inline.end - inline.start) expect(text.slice(inline.start, inline.end)).toBe(inline.text);
      }
    };
    for (const found of read(text)) if (found.kind === "paragraph") walk(found.line.children);
    expect(read("y", 7)[0]).toMatchObject({ start: 7, end: 8 });
  });

  it("is read to its end, whatever it is", () => {
    const hostile = ["[".repeat(10_000) + "]".repeat(10_000), ">".repeat(10_000) + "a", "[a](".repeat(5000), "*a_ ".repeat(5000), "1. ".repeat(5000), "$a ".repeat(7000), "\\(".repeat(10_000), "| ".repeat(5000) + "\n" + "|-".repeat(5000) + "|\n" + "| ".repeat(5000), "`".repeat(20_000), "- ".repeat(9000) + "a", "![[".repeat(6000), "**".repeat(10_000), "<br>".repeat(5000), "# ".repeat(9000)];
    // It takes well under a second on a computer with nothing else to do, and would take hours without the limits.
    for (const text of hostile) {
      read(text);
      settle(text);
    }
    expect(shown(">".repeat(10_000) + "a").join("")).toContain(">>>>a");
  });
});

describe("the sentences of an answer", () => {
  const at = (start: number, end: number, ...numbers: number[]): AnswerSentence => ({ start, end, verdict: "supported", numbers, problems: [] });
  const drawn = (parts: readonly Part[]): string =>
    parts
      .map((part) => {
        if (part.kind === "words") return part.segments.map((segment) => (segment.kind === "text" ? segment.text : `<${segment.number}>`)).join("");
        if (part.kind === "code" || part.kind === "address") return `\`${part.text}\``;
        if (part.kind === "break") return "/";
        if (part.kind === "formula") return `$${part.tex}$`;
        return `*${drawn(part.parts)}*`;
      })
      .join("");
  const lines = (blocks: readonly Block[]): import("./tree").Line[] =>
    blocks.flatMap((found) => {
      if (found.kind === "paragraph" || found.kind === "heading") return [found.line];
      if (found.kind === "list") return found.items.flatMap((item) => lines(item.blocks));
      if (found.kind === "quote") return lines(found.blocks);
      return found.kind === "table" ? [...found.head, ...found.rows.flat()] : [];
    });
  /** What a person sees, with the place of each sentence before it. */
  const shown = (text: string, most: number, sentences: AnswerSentence[], blocks = read(text)) => {
    const found = new Sentences(text, blocks, most, sentences);
    return lines(blocks).map((words) => found.stretches(words).map(({ parts, sentence, isEnd }) => `${sentence ?? ""}${isEnd ? "." : ":"}${drawn(parts)}`));
  };
  /** Where some words stand. */
  const of = (text: string, words: string, ...numbers: number[]) => at(text.indexOf(words), text.indexOf(words) + words.length, ...numbers);

  it("are cut apart, with their numbers", () => {
    expect(shown("One. [1][2] Two. [3]", 3, [at(0, 11, 1, 2), at(12, 20, 3)])).toEqual([["0.One.<1><2>", ": ", "1.Two.<3>"]]);
  });

  it("are counted in UTF-16 units", () => {
    expect(shown("😀 a. b.", 0, [at(0, 5), at(6, 8)])).toEqual([["0.😀 a.", ": ", "1.b."]]);
    expect(shown("**😀** &amp; a. _b_.", 0, [at(2, 15), at(16, 20)])).toEqual([["0.*😀* & a.", ": ", "1.*b*."]]);
  });

  it("may begin and end within what is strong", () => {
    const text = "**One. [1] Two** goes on. [2]";
    expect(shown(text, 2, [of(text, "One. [1]", 1), of(text, "Two** goes on. [2]", 2)])).toEqual([["0.*One.<1>*", ":* *", "1.*Two* goes on.<2>"]]);
  });

  it("may end with code, and have their numbers in it", () => {
    const text = "- Run `npm install [1]`\n- Stop";
    expect(shown(text, 1, [of(text, "Run `npm install [1]", 1)])).toEqual([["0.Run `npm install`<1>"], [":Stop"]]);
    expect(shown("See `a[1]`.", 1, [])).toEqual([[":See `a`<1>."]]);
  });

  it("may go through cells and items", () => {
    const text = "| a | b |\n|---|---|\n| c | d [1] |\n\n- e";
    expect(shown(text, 1, [of(text, "c | d [1]", 1)])).toEqual([[":a"], [":b"], ["0:c"], ["0.d<1>"], [":e"]]);
  });

  it("keep what was in brackets before", () => {
    expect(shown("See [1] and [2]. [3] Rest [4]", 4, [at(0, 20, 3), at(20, 29)])).toEqual([["0.See [1] and [2].<3>", "1. Rest [4]"]]);
  });

  it("may be in several paragraphs, or go through them", () => {
    expect(shown("One.\n\nTwo.", 0, [at(0, 6), at(6, 10)])).toEqual([["0.One."], ["1.Two."]]);
    expect(shown("One.\n\n\nTwo\n\nthree. [1]", 1, [at(0, 4), at(7, 23, 1)])).toEqual([["0.One."], ["1:Two"], ["1.three.<1>"]]);
  });

  it("that overlap, are out of order or out of the text lose no letter", () => {
    const text = "One. Two. Three.";
    const odd = [at(5, 12), at(0, 7), at(-3, 2), at(9, 9), at(14, 99), at(40, 50), at(Number.NaN, 4), at(12, 3)];
    expect(shown(text, 0, odd).flat().map((stretch) => stretch.replace(/^\d*[.:]/, "")).join("")).toBe(text);
    expect(shown("a😀b", 0, [at(0, 2), at(2, 4)])).toEqual([["0.a😀", "1.b"]]);
  });

  it("of which nothing is left leave their numbers where they are", () => {
    expect(shown("One. [1] Two. [2]", 2, [at(0, 8, 1), at(90, 99, 2)])).toEqual([["0.One.<1>", ": Two.<2>"]]);
  });

  it("are known of code as a whole", () => {
    const text = "```py\nx = 1 [1]\n```";
    const [code] = read(text);
    const found = new Sentences(text, [code!], 1, [{ ...of(text, "x = 1 [1]", 1), verdict: "unsupported" }]);
    expect(found.whole(code!, "x = 1 [1]")).toMatchObject({ text: "x = 1", numbers: [1], sentence: { verdict: "unsupported" } });
  });

  it("are the documents' own where nothing is Markdown", () => {
    const text = "1. *A* [1]\n# b\n\n> c";
    expect(shown(text, 1, [], literal(text))).toEqual([[":1. *A*<1>\n# b"], [":> c"]]);
  });
});

describe("an answer that is being written", () => {
  const now = (text: string) => read(settle(text)).map(block);

  it("closes what is open", () => {
    expect(now("A **bo")).toEqual(["A <s>bo</s>"]);
    expect(now("A **bold *and")).toEqual(["A <s>bold <e>and</e></s>"]);
    expect(now("- a `co")).toEqual(["-[a <c>co</c>]"]);
    expect(now("Let \\(x")).toEqual(["Let <m>x</m>"]);
    expect(now("[a](https://b")).toEqual(["a (https://b)"]);
    expect(now("5 * 3 and snake_case 2*4")).toEqual(["5 * 3 and snake_case 2*4"]);
    expect(now("It costs $5 mil")).toEqual(["It costs $5 mil"]);
  });

  it("waits with what may become something else", () => {
    for (const end of ["*", "**", " [", " [1", "`", "$"]) expect(now(`One.${end}`), end).toEqual(["One."]);
    for (const end of ["-", "- ", "#", "## ", "1", "1.", "|", ">", "``", "```", "--", "* [ ]"]) expect(now(`One.\n${end}`), end).toEqual(["One."]);
  });

  it("makes a table of its head", () => {
    expect(now("| a | b")).toEqual(["t[a;b]"]);
    expect(now("One.\n\n| a | b |\n|--")).toEqual(["One.", "t[a;b]"]);
    expect(now("| a | b |\n|---|---|\n| **c")).toEqual(["t[a;b, <s>c</s>;]"]);
  });

  it("keeps code open, and does not show half of what closes it", () => {
    expect(now("```py\nx = **1")).toEqual(["code:py:x = **1"]);
    expect(now("```py\nx\n``")).toEqual(["code:py:x"]);
    expect(now("$$\nx + ")).toEqual(["math:x +"]);
  });

  it("never looks otherwise at its end than when it is read whole, nor reads again what is finished", () => {
    const text = "# Title\n\nA **bold** word, `code` and $x$. [1] Next.\n\n- one\n- two *em*\n  - three\n\n1. a\n2. b\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n```js\nlet a;\n```\n\n> quote\n\n$$\ny\n$$\n\nEnd 😀.";
    const streamed = new Streamed();
    let first: Block | undefined;
    for (let end = 1; end <= text.length; end += 1) {
      const blocks = streamed.read(text.slice(0, end));
      if (end > 30) expect(blocks[0]).toBe((first ??= blocks[0]));
    }
    expect(streamed.read(`${text}\n\n`).map(block)).toEqual(shown(text));
    function shown(whole: string) {
      return read(whole).map(block);
    }
  });
});
