import { describe, expect, it } from "vitest";

import { parts, rectangles } from "./highlight";

describe("light", () => {
  it("falls on the page's own boxes, scaled", () => {
    const boxes: [number, number, number, number, number][] = [[0, 10, 20, 30, 40], [1, 0, 0, 5, 5]];
    expect(rectangles(boxes, 0, 2)).toEqual([{ left: 18, top: 40, width: 44, height: 40 }]);
  });

  it("cuts a text at its spans, also where they overlap", () => {
    const spans: [number, number, number][] = [[0, 4, 8], [0, 2, 5], [1, 0, 9]];
    expect(parts("0123456789", 0, spans)).toEqual([
      { text: "01", lit: false },
      { text: "234", lit: true },
      { text: "567", lit: true },
      { text: "89", lit: false },
    ]);
  });
});
