import { describe, expect, it } from "vitest";

import type { AnswerSentence } from "../host/messages/AnswerSentence";
import { cut, paragraphs } from "./markers";

describe("citation numbers", () => {
  it("are cut out of the text with the blank before them", () => {
    expect(cut("One. [1] Two. [12]", 12)).toEqual([
      { kind: "text", text: "One." },
      { kind: "citation", number: 1 },
      { kind: "text", text: " Two." },
      { kind: "citation", number: 12 },
    ]);
  });

  it("that cite nothing stay text", () => {
    expect(cut("As shown in [7] and [0].", 3)).toEqual([{ kind: "text", text: "As shown in [7] and [0]." }]);
  });

  it("are found in every paragraph", () => {
    expect(paragraphs("One. [1]\n\nTwo. [2]", 2)).toHaveLength(2);
  });
});

describe("the sentences of an answer", () => {
  const at = (start: number, end: number, ...numbers: number[]): AnswerSentence => ({ start, end, verdict: "supported", numbers, problems: [] });
  /** What a person sees, with the place of each sentence before it. */
  const shown = (text: string, most: number, sentences: AnswerSentence[]) =>
    paragraphs(text, most, sentences).map((paragraph) =>
      paragraph.map(({ segments, sentence, isEnd }) => {
        const words = segments.map((segment) => (segment.kind === "text" ? segment.text : `<${segment.number}>`)).join("");
        return `${sentence ?? ""}${isEnd ? "." : ":"}${words}`;
      }),
    );

  it("are cut apart, with their numbers", () => {
    expect(shown("One. [1][2] Two. [3]", 3, [at(0, 11, 1, 2), at(12, 20, 3)])).toEqual([["0.One.<1><2>", ": ", "1.Two.<3>"]]);
  });

  it("are counted in UTF-16 units", () => {
    expect(shown("😀 a. b.", 0, [at(0, 5), at(6, 8)])).toEqual([["0.😀 a.", ": ", "1.b."]]);
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
    expect(paragraphs(text, 0, odd).flat().flatMap(({ segments }) => segments.map((segment) => (segment.kind === "text" ? segment.text : ""))).join("")).toBe(text);
    expect(shown("a😀b", 0, [at(0, 2), at(2, 4)])).toEqual([["0.a😀", "1.b"]]);
  });

  it("of which nothing is left leave their numbers where they are", () => {
    expect(shown("One. [1] Two. [2]", 2, [at(0, 8, 1), at(90, 99, 2)])).toEqual([["0.One.<1>", ": Two.<2>"]]);
  });
});
