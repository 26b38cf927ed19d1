import { describe, expect, it } from "vitest";

import { rectangles } from "./highlight";

describe("light", () => {
  it("falls on the page's own boxes, scaled", () => {
    const boxes: [number, number, number, number, number][] = [[0, 10, 20, 30, 40], [1, 0, 0, 5, 5]];
    expect(rectangles(boxes, 0, 2)).toEqual([{ left: 18, top: 40, width: 44, height: 40 }]);
  });
});
