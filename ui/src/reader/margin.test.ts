import { describe, expect, it } from "vitest";

import { spread } from "./margin";

describe("marks in the margin", () => {
  it("lie below each other, each as near to its line as can be", () => {
    const tops = (...all: number[]) => spread(all.map((top) => ({ what: top, top })), 20).map(({ top }) => top);
    expect(tops(100, 0, 5, 50)).toEqual([0, 20, 50, 100]);
    expect(tops(0, 1, 2, 70)).toEqual([0, 20, 40, 70]);
    expect(tops()).toEqual([]);
  });
});
