import { describe, expect, it } from "vitest";

import { findIn, firstFrom, likest, mostMatches, type Match } from "./find";

const pagesOf = (...texts: string[]) => texts.map((text, page) => ({ page, label: String(page + 1), text, headings: [] }));

async function found(texts: string[], query: string) {
  let last: readonly Match[] = [];
  await findIn(pagesOf(...texts), query, (matches) => (last = matches), new AbortController().signal);
  return last.map(({ page, start, end, place }) => [page, start, end, place]);
}

describe("a search in a document", () => {
  it("tells every match with its place", async () => {
    expect(await found(["an Über", "nothing", "uber, UBER"], "über")).toEqual([[0, 3, 7, 0], [2, 0, 4, 0], [2, 6, 10, 1]]);
    expect([await found(["a"], ""), await found([], "a")]).toEqual([[], []]);
  });

  it("counts no more than can be gone through", async () => {
    expect(await found(["a".repeat(mostMatches), "aaa"], "a")).toHaveLength(mostMatches);
  });

  it("lets the window go on, and ends when it is called off", async () => {
    const texts = Array.from({ length: 1000 }, () => "The house in the town of Größe was kept. ".repeat(120));
    const stop = new AbortController();
    let pauses = 0;
    let told = 0;
    await findIn(pagesOf(...texts), "größe", () => (told += 1), stop.signal, async () => {
      pauses += 1;
      if (pauses === 3) stop.abort();
    });
    expect([pauses, told]).toEqual([3, 3]);
  });

  it("begins where the person is", () => {
    const matches = [[0, 5], [2, 10], [2, 50]].map(([page = 0, start = 0]) => ({ page, start, end: start + 1, place: 0 }));
    expect([firstFrom(matches, 0, 0), firstFrom(matches, 1, 0), firstFrom(matches, 2, 11), firstFrom(matches, 3, 0), firstFrom([], 0, 0)]).toEqual([0, 1, 2, 0, -1]);
  });
});

describe("a match in another reading of a page", () => {
  const ranges = (text: string) => [...text.matchAll(/town/g)].map(({ index }) => ({ start: index, end: index + 4 }));
  const engine = "Left: the old town. Right: a new town is built.";
  const layer = "Right: a new\ntown is built.\nLeft: the old\ntown.";

  it("is the one with the same neighbours", () => {
    const meant = ranges(engine);
    expect(meant.map((range, place) => likest(layer, ranges(layer), engine, range, place))).toEqual([1, 0]);
  });

  it("is the one at the same place, if neighbours do not tell", () => {
    const same = "town town town";
    expect(likest(same, ranges(same), "x town x", { start: 2, end: 6 }, 1)).toBe(1);
  });
});
