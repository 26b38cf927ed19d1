import { describe, expect, it } from "vitest";

import { blocksOf, shown, styleOf, type Block, type Style } from "./blocks";
import { cut, type Light } from "./cut";

const headingsOf = (text: string, ...names: [string, number][]) =>
  names.map(([name, level]) => ({ start: text.indexOf(name), end: text.indexOf(name) + name.length, level }));

/** What a person sees, a line a thing. */
const seen = (text: string, style: Style = "prose", headings: { start: number; end: number; level: number }[] = []) => {
  const said = ({ start, end }: { start: number; end: number }) => text.slice(start, end);
  return blocksOf({ text, headings }, style).map((block) => {
    if (block.kind === "list") return ["list", ...block.items.map(said)];
    if (block.kind === "table") return ["table", ...block.rows.map(({ cells }) => cells.map(said))];
    return [block.kind === "heading" ? `h${block.level}` : block.kind, said(block)];
  });
};

/** Nothing is lost, doubled or moved: between what is shown are only blanks and what separates cells. */
function isExact(text: string, blocks: readonly Block[]) {
  const ranges = blocks.flatMap(shown);
  let from = 0;
  let whole = "";
  for (const { start, end } of ranges) {
    const left = text.slice(from, start);
    expect(start, "in order").toBeGreaterThanOrEqual(from);
    expect(left.replaceAll("|", "").trim(), "only blanks are left out").toBe("");
    expect(left.includes("|") ? left : " | ", "and whole separators").toBe(" | ");
    whole += left + text.slice(start, end);
    from = end;
  }
  expect(text.slice(from).trim()).toBe("");
  expect(whole + text.slice(from)).toBe(text);
}

describe("the text of a page", () => {
  it("is headings, paragraphs, lists and tables", () => {
    const text = "Über uns\n\nOne paragraph.\n\none\ntwo\n\na | b\n1 | 2\n3\n\nEnd.";
    expect(seen(text, "prose", headingsOf(text, ["Über uns", 1]))).toEqual([
      ["h1", "Über uns"],
      ["paragraph", "One paragraph."],
      ["list", "one", "two"],
      ["table", ["a", "b"], ["1", "2"], ["3"]],
      ["paragraph", "End."],
    ]);
  });

  it("takes a bar in a sentence for no table", () => {
    expect(seen("The chance P(A | B) is small.")).toEqual([["paragraph", "The chance P(A | B) is small."]]);
    expect(seen("one\ntwo | three\nfour\nfive")).toEqual([["list", "one", "two | three", "four", "five"]]);
  });

  it("keeps what is lined up as it was typed", () => {
    expect(seen("fn main() {\n    print();\n}")).toEqual([["verbatim", "fn main() {\n    print();\n}"]]);
    expect(seen("    indented\nless\n\nnext")).toEqual([["verbatim", "    indented\nless"], ["paragraph", "next"]]);
    expect(seen("Name     Age\nAnna     4", "plain")).toEqual([["verbatim", "Name     Age\nAnna     4"]]);
  });

  it("keeps the lines of what was typed by hand", () => {
    expect(seen("From: A\nTo: B | C\n\nDear B,\nhow are you?", "plain")).toEqual([
      ["paragraph", "From: A\nTo: B | C"],
      ["paragraph", "Dear B,\nhow are you?"],
    ]);
  });

  it("keeps code whole, with its empty lines", () => {
    expect(seen("\n\n  a\n\n\n  b\n\n", "code")).toEqual([["verbatim", "  a\n\n\n  b"]]);
  });

  it("is rows, if it is a sheet", () => {
    expect(seen("Town | People\nEisleben | 22,000\n\nlone", "sheet")).toEqual([["table", ["Town", "People"], ["Eisleben", "22,000"], ["lone"]]]);
    expect(seen(" | a | \nb", "sheet")).toEqual([["table", ["| a |"], ["b"]]]);
  });

  it("may be empty, or nothing but blanks", () => {
    for (const style of ["prose", "plain", "code", "sheet"] as const) {
      expect([seen("", style), seen(" \n\n\t\n ", style)]).toEqual([[], []]);
    }
  });

  it("minds headings within a stretch, and leaves those that cannot be", () => {
    const text = "1 Begin\nwords\nand words\n2 End\nlast";
    const headings = headingsOf(text, ["1 Begin", 1], ["2 End", 2]);
    const expected = [["h1", "1 Begin"], ["paragraph", "words\nand words"], ["h2", "2 End"], ["paragraph", "last"]];
    expect(seen(text, "plain", headings)).toEqual(expected);
    const wrong = [{ start: 3, end: 9, level: 1 }, { start: 30, end: 99, level: 1 }, { start: 8, end: 8, level: 1 }, { start: -2, end: 3, level: 1 }];
    expect(seen(text, "plain", [...wrong, ...headings].reverse()).slice(0, 1)).toEqual([["h1", "1 Begin"]]);
  });

  it("is exact, whatever it is", () => {
    const pieces = ["\n", "\n\n", "\n\n\n", " ", "  ", "\t", " | ", "|", "word", "Größe", "😀", "a-b", "- item", "1. x", "\n ", " \n", "    code", "\u00a0"];
    let seed = 7;
    const random = (most: number) => (seed = (seed * 48271) % 2147483647) % most;
    for (let round = 0; round < 3000; round += 1) {
      const text = Array.from({ length: random(30) }, () => pieces[random(pieces.length)]).join("");
      const headings = Array.from({ length: random(4) }, () => ({ start: random(text.length + 2), end: random(text.length + 2), level: 1 }));
      for (const style of ["prose", "plain", "code", "sheet"] as const) isExact(text, blocksOf({ text, headings }, style));
    }
  });
});

describe("the style of a text", () => {
  it("is known by what it is, and by its name", () => {
    const style = (type: string, name = "") => styleOf(type, name);
    expect(style("text/csv")).toBe("sheet");
    expect(style("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")).toBe("sheet");
    expect(style("application/vnd.oasis.opendocument.spreadsheet")).toBe("sheet");
    expect(style("application/vnd.ms-excel")).toBe("sheet");
    expect([style("text/plain", "a.txt"), style("text/plain", "README"), style("text/plain", "main.RS"), style("message/rfc822")]).toEqual(["plain", "plain", "code", "plain"]);
    expect([style("text/markdown", "a.md"), style("application/epub+zip")]).toEqual(["prose", "prose"]);
  });
});

describe("light on a text", () => {
  const text = "0123456789";
  const pieces = (start: number, end: number, ...lights: [number, number, Light][]) =>
    cut({ start, end }, lights.map(([from, to, light]) => ({ start: from, end: to, light }))).map((piece) => [text.slice(piece.start, piece.end), piece.light]);

  it("cuts it where it begins and ends", () => {
    expect(pieces(0, 10)).toEqual([["0123456789", undefined]]);
    expect(pieces(2, 8, [0, 4, "lit"])).toEqual([["23", "lit"], ["4567", undefined]]);
    expect(pieces(2, 8, [6, 20, "lit"])).toEqual([["2345", undefined], ["67", "lit"]]);
    expect(pieces(2, 8, [8, 9, "lit"], [0, 2, "lit"], [5, 5, "lit"])).toEqual([["234567", undefined]]);
    expect(pieces(4, 4, [0, 9, "lit"])).toEqual([]);
  });

  it("shows the strongest of several", () => {
    expect(pieces(0, 10, [0, 6, "cited"], [4, 8, "lit"], [5, 7, "found"])).toEqual([["0123", "cited"], ["4567", "lit"], ["89", undefined]]);
    expect(pieces(0, 6, [0, 6, "cited"], [2, 4, "at"])).toEqual([["01", "cited"], ["23", "at"], ["45", "cited"]]);
  });

  it("is one where it is the same twice, but two matches are two", () => {
    expect(pieces(0, 6, [0, 4, "cited"], [2, 6, "cited"])).toEqual([["012345", "cited"]]);
    expect(pieces(0, 4, [0, 2, "found"], [2, 4, "found"])).toEqual([["01", "found"], ["23", "found"]]);
  });

  it("loses nothing", () => {
    let seed = 3;
    const random = (most: number) => (seed = (seed * 48271) % 2147483647) % most;
    const kinds = ["lit", "at", "found", "cited"] as const;
    for (let round = 0; round < 2000; round += 1) {
      const [start, end] = [random(6), 4 + random(7)];
      const lights = Array.from({ length: random(6) }, () => ({ start: random(11), end: random(11), light: kinds[random(4)] ?? "lit" }));
      expect(cut({ start, end }, lights).map((piece) => text.slice(piece.start, piece.end)).join("")).toBe(text.slice(start, end));
    }
  });
});
