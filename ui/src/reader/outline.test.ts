import { describe, expect, it } from "vitest";

import { current, entriesOf, shownOf } from "./outline";

describe("an outline", () => {
  const entry = (level: number, page: number, start = 0) => ({ level, title: `${page}`, page, start });
  const all = entriesOf([entry(0, 0), entry(1, 1), entry(2, 1), entry(1, 4), entry(0, 6), entry(3, 7)]);

  it("knows what is in what, also where a level is left out", () => {
    expect(all.map(({ parent, isParent }) => [parent, isParent])).toEqual([[undefined, true], [0, true], [1, false], [0, false], [undefined, true], [4, false]]);
    expect(all.map(({ depth }) => depth)).toEqual([0, 1, 2, 1, 0, 1]);
  });

  it("shows what is open", () => {
    const open = (...places: number[]) => shownOf(all, new Set(places)).map(({ place }) => place);
    expect([open(), open(0), open(1), open(0, 1, 4)]).toEqual([[0, 4], [0, 1, 3, 4], [0, 4], [0, 1, 2, 3, 4, 5]]);
  });

  it("knows the section of a place", () => {
    const at = (page: number, start = 0) => current(all, page, start);
    expect([at(0), at(1), at(3), at(5), at(9)]).toEqual([0, 2, 2, 3, 5]);
    expect([current(entriesOf([entry(0, 2, 50)]), 2, 10), current(entriesOf([entry(0, 2, 50)]), 2, 60), current([], 0, 0)]).toEqual([undefined, 0, undefined]);
  });
});
