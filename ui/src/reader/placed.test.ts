import { describe, expect, it } from "vitest";

import type { PlacedWord } from "../host/messages/PlacedWord";
import { rectanglesOf } from "./placed";

/** "lighthouse keeper" on one line, "sleeps" on the next. */
const words: PlacedWord[] = [
  [0, 10, 10, 10, 60, 20],
  [11, 17, 63, 10, 93, 20],
  [18, 24, 10, 24, 40, 34],
];

describe("a stretch of a page's text", () => {
  it("fills one rectangle a line", () => {
    expect(rectanglesOf(words, { start: 0, end: 24 }, 1)).toEqual([
      { left: 10, top: 10, width: 83, height: 10 },
      { left: 10, top: 24, width: 30, height: 10 },
    ]);
  });

  it("fills a part of a word, at the scale of the page", () => {
    expect(rectanglesOf(words, { start: 5, end: 10 }, 2)).toEqual([{ left: 70, top: 20, width: 50, height: 20 }]);
  });

  it("fills nothing where no words are", () => {
    expect([rectanglesOf([], { start: 0, end: 4 }, 1), rectanglesOf(words, { start: 10, end: 11 }, 1)]).toEqual([[], []]);
  });
});
