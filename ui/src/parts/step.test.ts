import { describe, expect, it } from "vitest";

import { stepOf, underField } from "./step";

const steps = (keys: string, at: number, count: number, ways: Parameters<typeof stepOf>[3] = {}) => keys.split(" ").map((key) => stepOf({ key }, at, count, ways));

describe("keys in a list", () => {
  it("go one step, and no further than the ends", () => {
    expect(steps("ArrowDown ArrowUp", 1, 3)).toEqual([2, 0]);
    expect(steps("ArrowDown ArrowUp", 2, 3)).toEqual([2, 1]);
    expect(steps("ArrowUp", 0, 3)).toEqual([0]);
  });

  it("go round where that is wanted, but not by many steps", () => {
    expect(steps("ArrowDown ArrowUp", 2, 3, underField)).toEqual([0, 1]);
    expect(steps("ArrowUp", 0, 3, underField)).toEqual([2]);
    expect(steps("PageDown PageUp", 3, 20, underField)).toEqual([11, 0]);
    expect(steps("PageDown", 15, 20, underField)).toEqual([19]);
  });

  it("begin before all of them", () => {
    expect(steps("ArrowDown ArrowUp", -1, 3, { isRound: true })).toEqual([0, 2]);
    expect(steps("ArrowDown ArrowUp", -1, 3)).toEqual([0, 0]);
  });

  it("go to the ends where nothing is typed", () => {
    expect(steps("Home End", 1, 3, { hasEnds: true })).toEqual([0, 2]);
    expect(steps("Home End", 1, 3, underField)).toEqual([undefined, undefined]);
  });

  it("go the way the rows lie", () => {
    expect(steps("ArrowRight ArrowLeft ArrowDown", 0, 3, { isAcross: true, isRound: true })).toEqual([1, 2, undefined]);
    expect(steps("ArrowRight ArrowLeft", 0, 3)).toEqual([undefined, undefined]);
  });

  it("lead nowhere in an empty list, and are somebody else's with a modifier", () => {
    expect(steps("ArrowDown Home", 0, 0, { hasEnds: true })).toEqual([undefined, undefined]);
    expect((["altKey", "ctrlKey", "metaKey", "shiftKey"] as const).map((modifier) => stepOf({ key: "ArrowDown", [modifier]: true }, 0, 3))).toEqual(Array(4).fill(undefined));
  });
});
