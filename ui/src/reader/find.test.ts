import { describe, expect, it } from "vitest";

import { findIn, firstFrom, mostMatches, type Match } from "./find";

const pagesOf = (...texts: string[]) => texts.map((text, page) => ({ page, label: String(page + 1), text, headings: [] }));

async function found(texts: string[], query: string) {
  let last: readonly Match[] = [];
  await findIn(pagesOf(...texts), query, (matches) => (last = matches), new AbortController().signal);
  return last.map(({ page, start, end }) => [page, start, end]);
}

describe("a search in a document", () => {
  it("tells every match with its place", async () => {
    expect(await found(["an Über", "nothing", "uber, UBER"], "über")).toEqual([[0, 3, 7], [2, 0, 4], [2, 6, 10]]);
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
    const matches = [[0, 5], [2, 10], [2, 50]].map(([page = 0, start = 0]) => ({ page, start, end: start + 1 }));
    expect([firstFrom(matches, 0, 0), firstFrom(matches, 1, 0), firstFrom(matches, 2, 11), firstFrom(matches, 3, 0), firstFrom([], 0, 0)]).toEqual([0, 1, 2, 0, -1]);
  });
});
