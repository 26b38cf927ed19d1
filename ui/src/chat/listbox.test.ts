import { describe, expect, it } from "vitest";

import { stepOf } from "./listbox";

describe("keys in a list", () => {
  it("go round by one, and by many to the end", () => {
    expect([stepOf("ArrowDown", 0, 3), stepOf("ArrowDown", 2, 3), stepOf("ArrowUp", 0, 3)]).toEqual([1, 0, 2]);
    expect([stepOf("PageDown", 1, 20), stepOf("PageDown", 15, 20), stepOf("PageUp", 3, 20)]).toEqual([9, 19, 0]);
  });

  it("lead nowhere else", () => {
    expect([stepOf("Home", 0, 3), stepOf("ArrowDown", 0, 0)]).toEqual([undefined, undefined]);
  });
});
