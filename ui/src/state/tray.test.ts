import { afterEach, beforeEach, expect, it, vi } from "vitest";

import type { ImportOutcome } from "../host/messages/ImportOutcome";
import type { LibraryEvent } from "../host/messages/LibraryEvent";

const host = { notify: vi.fn(async () => {}) };
vi.mock("../host", () => ({ host }));
const { tray } = await import("./tray.svelte");
const { none, reduce } = await import("./imports");

let imports = none;
const tell = (events: LibraryEvent[], isNews = true) => {
  imports = reduce(imports, events);
  tray.take(events, imports, isNews);
};
const progress = (id: number, done = 0): LibraryEvent => ({ type: "progress", import: id, path: `/${id}`, stage: "embedding", done, total: 100, size: 1e6 });
const ended = (id: number, more: Partial<ImportOutcome> = {}): LibraryEvent => ({
  type: "document", import: id, path: `/${id}`, id: `d${id}`, filename: `${id}`, content_type: null, size: 1e6, status: "added",
  pages: 3, pages_searchable: 3, passages: 1, reason: null, needs_password: false, was_cancelled: false, passages_embedded: 1, ...more,
});

beforeEach(() => {
  vi.useFakeTimers();
  vi.setSystemTime(1_000_000);
  imports = none;
  host.notify.mockClear();
});
afterEach(() => {
  tell([...imports.running.keys()].map((id) => ended(id)));
  tray.dismiss();
  vi.useRealTimers();
});

it("tells what the imports were when they have ended, until it is dismissed or others begin", () => {
  tell([progress(1), progress(2)]);
  expect(tray.result).toBeUndefined();
  tell([ended(1), ended(2, { status: "duplicate" })]);
  expect([tray.result?.read.size, tray.result?.pages, tray.result?.knownFiles]).toEqual([1, 3, 1]);
  vi.advanceTimersByTime(60_000);
  tell([progress(3)]);
  expect(tray.result).toBeUndefined();
  tell([ended(3)]);
  tray.dismiss();
  expect(tray.result).toBeUndefined();
});

it("tells the system once, and only of what took its time", () => {
  tell([progress(1)]);
  tell([ended(1)]);
  expect(host.notify).not.toHaveBeenCalled();
  vi.advanceTimersByTime(60_000);
  tell([progress(2)]);
  vi.advanceTimersByTime(25_000);
  tell([ended(2)]);
  tell([progress(3)]);
  tell([ended(3)]);
  expect(host.notify.mock.calls).toEqual([["Paperside has read your documents", "1 document, 3 pages"]]);
});

it("takes what was there before the window was opened for no news", () => {
  tell([ended(1, { status: "failed" }), ended(2, { status: "failed" })], false);
  expect(tray.batch).toBeUndefined();
  tell([progress(3)], false);
  tell([ended(3)]);
  expect([tray.result?.read.size, tray.result?.failed.size]).toEqual([1, 0]);
});

it("measures the pace while something runs, and not when nothing does", () => {
  tell([progress(1)]);
  for (let done = 1; done <= 20; done += 1) {
    vi.advanceTimersByTime(1000);
    tell([progress(1, done)]);
  }
  vi.advanceTimersByTime(1000);
  expect(tray.pace.speed?.of).toBe("passages");
  expect(tray.pace.secondsLeft).toBeGreaterThan(30);
  tell([ended(1)]);
  expect([tray.pace.speed, vi.getTimerCount()]).toEqual([undefined, 0]);
});
