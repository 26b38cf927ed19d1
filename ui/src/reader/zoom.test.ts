import { describe, expect, it } from "vitest";

import { actual, percentOf, scaleOf, zoomed } from "./zoom";

const page = { width: 600, height: 800 };

describe("the scale of pages", () => {
  it("fits the width, or the whole page", () => {
    expect(scaleOf("width", page, { width: 632, height: 432 })).toBe(1);
    expect(scaleOf("page", page, { width: 632, height: 432 })).toBe(0.5);
    expect(scaleOf("page", page, { width: 332, height: 2000 })).toBe(0.5);
  });

  it("is none in a view without a size", () => {
    expect(scaleOf("width", page, { width: 0, height: 0 })).toBe(0);
  });

  it("is as it was chosen, within reason", () => {
    expect([2, 1000, 0.001].map((zoom) => percentOf(scaleOf(zoom, page, { width: 0, height: 0 })))).toEqual([150, 800, 10]);
  });

  it("stops at the printed size on the way past it", () => {
    expect(zoomed(actual * 0.95, 1)).toBe(actual);
    expect(zoomed(actual * 1.1, -1)).toBe(actual);
    expect(percentOf(zoomed(actual, 1))).toBe(120);
    expect(percentOf(zoomed(actual, 0.5)), "a wheel may turn by less").toBe(110);
  });
});
