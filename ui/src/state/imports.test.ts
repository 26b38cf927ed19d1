import { describe, expect, it } from "vitest";

import type { LibraryEvent } from "../host/messages/LibraryEvent";
import type { Stage } from "../host/messages/Stage";
import { dismiss, inOrder, latestFirst, none, reduce, share, type Imports } from "./imports";

const progress = (id: number, done = 0, stage: Stage = "reading"): LibraryEvent => ({
  type: "progress", import: id, path: `/${id}.pdf`, stage, done, total: 4, size: 1,
});
const ended = (id: number, status: "added" | "failed", path = `/${id}.pdf`): LibraryEvent => ({
  type: "document", import: id, path, id: null, filename: `${id}.pdf`, content_type: null, size: 1, status,
  pages: 0, pages_searchable: 0, passages: 0, reason: status === "failed" ? "It is damaged." : null, needs_password: false,
  was_cancelled: false,
  passages_embedded: 0,
});
const queue = (order: number[], paused = false): LibraryEvent => ({ type: "queue", order, paused });
const ids = (imports: Imports) => inOrder(imports).map((running) => running.import);
const failed = (imports: Imports) => latestFirst(imports).map((outcome) => outcome.import);

describe("imports", () => {
  it("keeps one row a file, in the order of adding while the queue has told none", () => {
    const imports = reduce(none, [progress(1), progress(2), progress(1, 3)]);
    expect(inOrder(imports).map((running) => [running.import, running.done])).toEqual([[1, 3], [2, 0]]);
  });

  it("are in the order of the queue, those that it has not told of last", () => {
    let imports = reduce(none, [progress(1), progress(2), progress(3), queue([3, 1, 2]), progress(4)]);
    expect(ids(imports)).toEqual([3, 1, 2, 4]);
    imports = reduce(imports, [progress(1, 2), ended(3, "added")]);
    expect(ids(imports)).toEqual([1, 2, 4]);
    expect(ids(reduce(imports, [queue([4, 2, 1])]))).toEqual([4, 2, 1]);
  });

  it("may be told of by the queue before anything else is known of them", () => {
    const imports = reduce(none, [queue([2, 1]), progress(1)]);
    expect(ids(imports)).toEqual([1]);
    expect(ids(reduce(imports, [progress(2)]))).toEqual([2, 1]);
  });

  it("know whether the whole queue is paused", () => {
    const imports = reduce(none, [progress(1), queue([1], true)]);
    expect(imports.paused).toBe(true);
    expect(reduce(imports, [progress(1, 1)]).paused).toBe(true);
    expect(reduce(imports, [queue([1])]).paused).toBe(false);
  });

  it("stay in the list while they are paused, with how far they came", () => {
    const imports = reduce(none, [progress(1), progress(2), queue([1, 2]), progress(1, 3, "paused")]);
    expect(ids(imports)).toEqual([1, 2]);
    expect(inOrder(imports)[0]).toMatchObject({ stage: "paused", done: 3, total: 4, size: 1 });
    expect(share({ import: 1, path: "", stage: "paused", done: 3, total: 4, size: 1 })).toBe(0.75);
    expect(share({ import: 1, path: "", stage: "paused", done: 0, total: 0, size: 0 })).toBe(0);
  });

  it("move to the failed ones, the latest first, until they are dismissed", () => {
    const imports = reduce(none, [progress(1), ended(1, "failed"), ended(2, "failed"), ended(3, "failed")]);
    expect(ids(imports)).toEqual([]);
    expect(failed(imports)).toEqual([3, 2, 1]);
    expect(latestFirst(imports)[0]?.reason).toBe("It is damaged.");
    expect(failed(dismiss(imports, [2]))).toEqual([3, 1]);
    expect(failed(dismiss(imports, [1, 2, 3]))).toEqual([]);
  });

  it("that failed have one end a file, the latest", () => {
    const imports = reduce(none, [ended(1, "failed"), ended(2, "failed"), ended(3, "failed", "/1.pdf")]);
    expect(failed(imports)).toEqual([3, 2]);
    expect(failed(reduce(imports, [ended(4, "added", "/1.pdf")]))).toEqual([2]);
  });

  it("that failed leave the failed ones when they are tried once more", () => {
    const imports = reduce(none, [ended(1, "failed"), ended(2, "failed"), progress(1, 0, "queued")]);
    expect(failed(imports)).toEqual([2]);
    expect(ids(imports)).toEqual([1]);
    expect(failed(reduce(imports, [ended(1, "failed")]))).toEqual([1, 2]);
  });

  it("leave what was known before as it was", () => {
    const before = reduce(none, [progress(1), ended(2, "failed"), queue([1])]);
    reduce(before, [ended(1, "added"), ended(2, "added"), queue([], true)]);
    dismiss(before, [2]);
    expect([ids(before), failed(before), before.paused]).toEqual([[1], [2], false]);
  });

  it("can be thousands", () => {
    const all = Array.from({ length: 5000 }, (_, number) => number);
    let imports = reduce(none, [...all.map((id) => progress(id, 0, "queued")), queue(all.toReversed())]);
    expect(ids(imports)).toEqual(all.toReversed());
    imports = reduce(imports, all.flatMap((id) => [progress(id, 1), progress(id, 2), ended(id, id % 2 ? "failed" : "added")]));
    expect(ids(imports)).toEqual([]);
    expect(failed(imports)).toEqual(all.filter((id) => id % 2).toReversed());
  });

  it("never run backwards from stage to stage", () => {
    const at = (stage: Stage, done: number) => share({ import: 1, path: "", stage, done, total: 2, size: 1 });
    const shares = [at("queued", 0), at("reading", 0), at("reading", 2), at("embedding", 0), at("embedding", 2), at("indexing", 0), at("indexing", 2)];
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
    expect(shares.at(-1)).toBe(1);
  });
});
