import { describe, expect, it } from "vitest";

import { Layout } from "./layout";

describe("pages below each other", () => {
  const layout = new Layout([100, 50, 200], 16);

  it("stand where those above them end", () => {
    expect([0, 1, 2, 3].map((page) => layout.top(page))).toEqual([16, 116, 166, 366]);
    expect([layout.count, layout.height, layout.heightOf(1)]).toEqual([3, 366, 50]);
  });

  it("are found at a height", () => {
    expect([-5, 0, 16, 115.9, 116, 165, 166, 9999].map((y) => layout.at(y))).toEqual([0, 0, 0, 0, 1, 1, 2, 2]);
  });

  it("may be none, and may have no height", () => {
    expect([new Layout([]).at(5), new Layout([]).height, new Layout([], 8).top(0)]).toEqual([0, 0, 8]);
    expect(new Layout([10, 0, 0, 10]).at(10)).toBe(3);
  });

  it("are found as quickly if there are many", () => {
    const many = new Layout(new Float64Array(100_000).fill(10));
    for (let y = 0; y < 1_000_000; y += 997) expect(many.at(y)).toBe(Math.floor(y / 10));
  });
});
