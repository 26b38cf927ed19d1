import { describe, expect, it } from "vitest";

import { fold, hasWords, needle, occurrences, plain } from "./fold";

const found = (text: string, query: string) => occurrences(fold(text), needle(query)).map(({ start, end }) => text.slice(start, end));

describe("texts that are compared", () => {
  it("have neither case, accents nor typography, as in the engine", () => {
    const same = [["Straße", "STRASSE"], ["Café", "cafe\u0301"], ["ﬁn", "FIN"], ["Łódź", "lodz"], ["İstanbul", "istanbul"], ["it’s", "it's"], ["1914–1918", "1914-1918"], ["ΟΔΟΣ", "οδος"], ["שָׁלוֹם", "שלום"], ["Donau\u00addampf", "donaudampf"], ["\u202eabc\u202c", "abc"], ["Œuvre", "oeuvre"]];
    for (const [one = "", other = ""] of same) expect(plain(one), `${one} is ${other}`).toBe(plain(other));
  });

  it("keep marks that make another letter", () => {
    expect(plain("が")).not.toBe(plain("か"));
    expect(plain("की")).not.toBe(plain("का"));
  });

  it("are the same piece by piece as at once", () => {
    const text = "ΟΔΟΣ Größe ﬁn “it’s” Łódź שָׁלוֹם が \u2066x\u2069";
    expect(fold(text).text).toBe(plain(text));
  });

  it("fit if they have every word that is typed, in any order", () => {
    expect([hasWords("Steuern 2024, Übersicht", " 2024 uber "), hasWords("Taxes", "tax 2024"), hasWords("Taxes", " ")]).toEqual([true, false, true]);
  });
});

describe("a search in a text", () => {
  it("minds neither case nor accents", () => {
    expect(found("Café, CAFÉ and cafe\u0301", "cafe"), "with its accent").toEqual(["Café", "CAFÉ", "cafe\u0301"]);
    expect(found("Die Größe, die GRÖSSE", "grösse")).toEqual(["Größe", "GRÖSSE"]);
    expect(found("naïve", "NAIVE")).toEqual(["naïve"]);
  });

  it("goes across lines and hyphens at their ends", () => {
    expect(found("one exam-\nple and an ex­ample", "example")).toEqual(["exam-\nple", "ex­ample"]);
    expect(found("is  so\n\tsaid", "is so said")).toEqual(["is  so\n\tsaid"]);
    expect(found("a well-known well‑known wellknown", "well-known")).toEqual(["well-known", "well‑known", "wellknown"]);
  });

  it("keeps a dash between blanks", () => {
    expect(found("a - b", "a - b")).toEqual(["a - b"]);
    expect(found("-5, −5 and - 5", "-5")).toEqual(["-5", "−5"]);
  });

  it("keeps a dash between numbers", () => {
    expect(found("1914–1918, 1914-\n1918", "1914-1918")).toEqual(["1914–1918", "1914-\n1918"]);
    expect(found("2019-2020", "1920"), "that would be a number nobody wrote").toEqual([]);
  });

  it("does not mind what is not seen, nor how marks are drawn", () => {
    expect(found("the it\u2060’s of old", "it's")).toEqual(["it\u2060’s"]);
    expect(found("the \u200b lan\u200bterns", "the lanterns")).toEqual(["the \u200b lan\u200bterns"]);
  });

  it("takes apart what is written together", () => {
    expect(found("the ﬁnal eﬀort", "final")).toEqual(["ﬁnal"]);
    expect(found("the ﬁnal eﬀort", "effort")).toEqual(["eﬀort"]);
    expect(found("the ﬁn", "f"), "a part of it is all of it").toEqual(["ﬁ"]);
  });

  it("counts in UTF-16 units", () => {
    const text = "😀 Öl 😀";
    expect(occurrences(fold(text), needle("ol"))).toEqual([{ start: 3, end: 5 }]);
    expect(occurrences(fold(text), needle("😀"))).toEqual([{ start: 0, end: 2 }, { start: 6, end: 8 }]);
  });

  it("finds nothing for nothing, and no more than is wanted", () => {
    expect([found("abc", ""), found("abc", " "), found("", "a")]).toEqual([[], [], []]);
    expect(occurrences(fold("aaaa"), "a", 2)).toHaveLength(2);
    expect(found("aaa", "aa"), "one does not lie in another").toEqual(["aa"]);
  });

  it("knows the place of everything, however long the text becomes", () => {
    const text = "ﬃ".repeat(500);
    const folded = fold(text);
    expect([folded.text.length, folded.origins.length, folded.origins.at(-1)]).toEqual([1500, 1501, 500]);
  });

  it("goes through a megabyte", () => {
    const text = "Über die Größe der Häuser in the town of Eisleben, where it was said.\n".repeat(14_000);
    expect(occurrences(fold(text), needle("HAUSER"))).toHaveLength(14_000);
  });
});
