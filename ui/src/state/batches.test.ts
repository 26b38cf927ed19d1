import { describe, expect, it } from "vitest";

import type { ImportOutcome } from "../host/messages/ImportOutcome";
import type { LibraryEvent } from "../host/messages/LibraryEvent";
import { isWorthTelling, reduceBatch, type Batch } from "./batches";

const progress = (id: number): LibraryEvent => ({ type: "progress", import: id, path: `/${id}.pdf`, stage: "reading", done: 0, total: 4, size: 1 });
const ended = (id: number, more: Partial<ImportOutcome> = {}): LibraryEvent => ({
  type: "document", import: id, path: `/${id}.pdf`, id: `d${id}`, filename: `${id}.pdf`, content_type: null, size: 1, status: "added",
  pages: 10, pages_searchable: 10, passages: 1, reason: null, needs_password: false, was_cancelled: false, passages_embedded: 1, ...more,
});
const sums = (batch: Batch | undefined) => batch && [batch.read.size, batch.pages, batch.knownFiles, batch.failed.size];

describe("a batch of imports", () => {
  it("is what ended since nothing was imported", () => {
    let batch = reduceBatch(undefined, [progress(1), progress(2)], 2, 100);
    expect([sums(batch), batch?.began, batch?.ended]).toEqual([[0, 0, 0, 0], 100, undefined]);
    batch = reduceBatch(batch, [ended(1), ended(2, { status: "updated", pages: 5 })], 2, 200);
    batch = reduceBatch(batch, [ended(3, { status: "duplicate", id: "d1" }), ended(4, { status: "unchanged" }), ended(5, { status: "failed" })], 0, 300);
    expect([sums(batch), batch?.began, batch?.ended]).toEqual([[2, 15, 2, 1], 100, 300]);
  });

  it("goes on with what comes right after, and ends for what comes later", () => {
    const first = reduceBatch(undefined, [ended(1)], 0, 0);
    const more = reduceBatch(first, [progress(2)], 1, 1000);
    expect([sums(more), more?.ended]).toEqual([[1, 10, 0, 0], undefined]);
    const last = reduceBatch(more, [ended(2)], 0, 60_000);
    expect(sums(last)).toEqual([2, 20, 0, 0]);
    expect(sums(reduceBatch(last, [progress(3)], 1, 70_000))).toEqual([0, 0, 0, 0]);
  });

  it("does not change by anything else", () => {
    const batch = reduceBatch(undefined, [ended(1)], 0, 0);
    expect(reduceBatch(batch, [{ type: "queue", order: [], paused: false }, { type: "removed", id: "d1" }], 0, 9000)).toBe(batch);
  });

  it("counts a file that was tried again once", () => {
    let batch = reduceBatch(undefined, [ended(1, { status: "failed" }), progress(2)], 1, 0);
    batch = reduceBatch(batch, [progress(1), ended(1), ended(2, { status: "failed" })], 0, 10);
    expect(sums(batch)).toEqual([1, 10, 0, 1]);
  });

  it("is not worth telling if all of it was cancelled", () => {
    const batch = reduceBatch(undefined, [progress(1), ended(1, { status: "failed", was_cancelled: true })], 0, 0);
    expect([batch && isWorthTelling(batch), batch?.ended]).toEqual([false, 0]);
  });
});
