import { describe, expect, it } from "vitest";

import type { ImportStatus } from "../host/messages/ImportStatus";
import type { LibraryEvent } from "../host/messages/LibraryEvent";
import type { Stage } from "../host/messages/Stage";
import { none, reduce, type Imports } from "./imports";
import { PaceMeter, type Pace } from "./pace";

const progress = (id: number, stage: Stage, done: number, size = 1_000_000, total = 100): LibraryEvent => ({
  type: "progress", import: id, path: `/${id}.pdf`, stage, done, total, size,
});
const ended = (id: number, status: ImportStatus): LibraryEvent => ({
  type: "document", import: id, path: `/${id}.pdf`, id: `${id}`, filename: `${id}.pdf`, content_type: null, size: 1, status,
  pages: 1, pages_searchable: 1, passages: 1, reason: null, needs_password: false, was_cancelled: false, passages_embedded: 0,
});

class Clock {
  meter = new PaceMeter();
  imports: Imports = none;
  at = 0;

  tell(...events: LibraryEvent[]): Pace {
    this.imports = reduce(this.imports, events);
    this.meter.take(events, this.imports, this.at);
    return this.meter.pace(this.imports, this.at);
  }

  after(seconds: number, ...events: LibraryEvent[]): Pace {
    this.at += seconds * 1000;
    return this.tell(...events);
  }
}

/** Ten files of a megabyte, each of which takes ten seconds to be embedded. */
function* steady(clock: Clock, files = 10): Generator<Pace> {
  clock.tell(...Array.from({ length: files }, (_, id) => progress(id, "queued", 0)));
  for (let id = 0; id < files; id += 1) {
    for (let done = 0; done <= 100; done += 5) yield clock.after(0.5, progress(id, "embedding", done));
    yield clock.tell(ended(id, "added"));
  }
}

describe("the pace of imports", () => {
  it("is not told before it can be known", () => {
    const clock = new Clock();
    const paces = [...steady(clock)].slice(0, 5);
    expect(paces.every(({ secondsLeft }) => secondsLeft === undefined)).toBe(true);
    expect(clock.meter.pace(none, 0).speed).toBeUndefined();
  });

  it("tells what is done in a second", () => {
    const speeds = [...steady(new Clock())].slice(20).map(({ speed }) => speed);
    for (const speed of speeds.slice(0, 100)) {
      expect(speed?.of).toBe("passages");
      expect(speed?.perSecond).toBeGreaterThan(7);
      expect(speed?.perSecond).toBeLessThan(13);
    }
  });

  it("tells pages while nothing is embedded, and nothing when nothing is done any more", () => {
    const clock = new Clock();
    clock.tell(progress(1, "reading", 0));
    let pace: Pace | undefined;
    for (let page = 1; page <= 20; page += 1) pace = clock.after(0.5, progress(1, "reading", page));
    expect(pace?.speed).toEqual({ of: "pages", perSecond: 2 });
    for (let wait = 0; wait < 15; wait += 1) pace = clock.after(1);
    expect(pace?.speed).toBeUndefined();
  });

  it("tells what is left, and never jumps", () => {
    const clock = new Clock();
    let before: number | undefined;
    let at = 0;
    for (const { secondsLeft } of steady(clock)) {
      if (secondsLeft !== undefined && clock.at > 15_000) {
        const truly = 10 * 10.5 - clock.at / 1000;
        expect(Math.abs(secondsLeft - truly)).toBeLessThan(12);
        if (before !== undefined) expect(Math.abs(secondsLeft - before)).toBeLessThan(2 + (clock.at - at) / 1000);
        [before, at] = [secondsLeft, clock.at];
      }
    }
    expect(before).toBeLessThan(6);
  });

  it("does not take what was there already for work that was done", () => {
    const clock = new Clock();
    const big = Array.from({ length: 50 }, (_, id) => progress(100 + id, "queued", 0, 100_000_000));
    clock.tell(...big, progress(1, "queued", 0, 10_000_000));
    for (let done = 0; done < 20; done += 1) clock.after(1, progress(1, "embedding", done, 10_000_000), ended(100 + 2 * done, "duplicate"));
    const pace = clock.after(1, ...big.map((event) => ended((event as { import: number }).import, "unchanged")));
    expect(pace.secondsLeft).toBeGreaterThan(30);
    expect(pace.secondsLeft).toBeLessThan(20_000);
    expect(clock.after(30, progress(1, "embedding", 50, 10_000_000)).secondsLeft).toBeLessThan(20_000);
  });

  it("says nothing of the rest while the sizes of many are not known", () => {
    const clock = new Clock();
    clock.tell(...Array.from({ length: 10 }, (_, id) => progress(id, "queued", 0, id < 8 ? 0 : 1000)));
    let pace: Pace | undefined;
    for (let done = 0; done < 40; done += 1) pace = clock.after(1, progress(9, "embedding", done, 1000));
    expect(pace?.secondsLeft).toBeUndefined();
    expect(pace?.speed).toBeDefined();
  });

  it("takes the few whose size is not known for files like the others", () => {
    const clock = new Clock();
    clock.tell(...Array.from({ length: 20 }, (_, id) => progress(id, "queued", 0, id === 0 ? 0 : 1000)));
    let pace: Pace | undefined;
    for (let done = 0; done <= 100; done += 5) pace = clock.after(1, progress(19, "embedding", done, 1000));
    expect(pace?.secondsLeft).toBeGreaterThan(300);
    expect(pace?.secondsLeft).toBeLessThan(600);
  });

  it("does not count the time in which all rest", () => {
    const clock = new Clock();
    const run = steady(clock);
    for (let step = 0; step < 60; step += 1) run.next();
    const share = clock.meter.pace(clock.imports, clock.at).share;
    expect(clock.tell({ type: "queue", order: [], paused: true })).toEqual({ speed: undefined, secondsLeft: undefined, share });
    expect(clock.after(3600).share).toBe(share);
    expect(clock.tell({ type: "queue", order: [], paused: false }).secondsLeft).toBeUndefined();
    let pace: Pace | undefined;
    for (let step = 0; step < 30; step += 1) pace = run.next().value as Pace;
    expect(pace?.secondsLeft).toBeLessThan(90);
  });

  it("begins anew when all is done, and says how much is done of all", () => {
    const clock = new Clock();
    const shares = [...steady(clock)].map(({ share }) => share);
    expect(shares.slice(0, -1)).toEqual([...shares.slice(0, -1)].sort((a, b) => a - b));
    expect(shares.at(-2)).toBeGreaterThan(0.95);
    expect(clock.tell(progress(99, "queued", 0)).share).toBe(0);
  });

  it("can be of thousands", () => {
    const clock = new Clock();
    clock.tell(...Array.from({ length: 5000 }, (_, id) => progress(id, "queued", 0)));
    for (let step = 0; step < 100; step += 1) clock.after(0.016, progress(step, "embedding", 50));
    expect(clock.after(0.016).share).toBeGreaterThan(0);
  });
});
