// How fast files are imported, and how long the rest of them takes, from what was really done.
import type { ImportProgress } from "../host/messages/ImportProgress";
import type { LibraryEvent } from "../host/messages/LibraryEvent";
import { share, type Imports } from "./imports";

export interface Speed {
  of: "pages" | "passages";
  perSecond: number;
}

export interface Pace {
  speed: Speed | undefined;
  /** What is left, in seconds; absent while nobody can know. */
  secondsLeft: number | undefined;
  /** From 0 to 1, of all files that were not done when it began. */
  share: number;
}

export const unknown: Pace = { speed: undefined, secondsLeft: undefined, share: 0 };

/** In milliseconds: what is a speed now, and from when on it is one. */
const [recent, leastRecent] = [10_000, 3_000];
/** In milliseconds: files differ so much that the rest is judged by a longer time, and not before this. */
const [long, leastLong] = [120_000, 8_000];
/** In milliseconds: how slowly what is said follows what is measured. */
const inertia = 12_000;
/** A part of the files in the queue whose size is not known yet may be this large, and the rest is still judged. */
const mostUnknown = 0.1;

interface Sample {
  at: number;
  bytes: number;
  pages: number;
  passages: number;
}

/** Takes what happens, and tells the pace. Times are milliseconds of any clock. */
export class PaceMeter {
  /** How far each import was when it was last told of. */
  private last = new Map<number, ImportProgress>();
  private done = { bytes: 0, pages: 0, passages: 0 };
  private samples: Sample[] = [];
  private said: { at: number; seconds: number } | undefined;

  take(events: readonly LibraryEvent[], imports: Imports, at: number): void {
    for (const event of events) {
      if (event.type === "progress") this.progress(event);
      if (event.type === "document") this.end(event.import, event.status === "added" || event.status === "updated");
    }
    if (imports.running.size === 0) this.reset();
    else if (rests(imports)) this.rest();
    else this.sample(at);
  }

  pace(imports: Imports, at: number): Pace {
    const left = this.left(imports);
    const whole = this.done.bytes + left.bytes;
    const share = whole > 0 ? this.done.bytes / whole : 0;
    if (rests(imports)) return { ...unknown, share };
    this.sample(at);
    return { speed: this.speed(at), secondsLeft: left.isSound ? this.secondsLeft(left.bytes, at) : undefined, share };
  }

  private progress(now: ImportProgress): void {
    const before = this.last.get(now.import);
    this.last.set(now.import, now);
    if (!before) return;
    this.done.bytes += Math.max(0, share(now) - share(before)) * now.size;
    if (now.stage === "reading") this.done.pages += stepOf(before, now);
    if (now.stage === "embedding") this.done.passages += stepOf(before, now);
  }

  /** What was in the library already was not worked on, however large it is. */
  private end(id: number, wasWork: boolean): void {
    const before = this.last.get(id);
    this.last.delete(id);
    if (!before || !wasWork) return;
    this.done.bytes += (1 - share(before)) * before.size;
    if (before.stage === "embedding") this.done.passages += before.total - before.done;
  }

  private left({ running }: Imports): { bytes: number; isSound: boolean } {
    const resting = (progress: ImportProgress) => progress.stage === "paused";
    const all = [...running.values()].filter((progress) => !resting(progress));
    const known = all.filter(({ size }) => size > 0);
    const bytes = known.reduce((sum, progress) => sum + (1 - share(progress)) * progress.size, 0);
    const mean = known.length > 0 ? known.reduce((sum, { size }) => sum + size, 0) / known.length : 0;
    const lacking = all.length - known.length;
    return { bytes: bytes + lacking * mean, isSound: all.length > 0 && lacking <= mostUnknown * all.length };
  }

  private sample(at: number): void {
    const newest = this.samples.at(-1);
    // Four a second are enough; the newest is always of now.
    if (newest && at - newest.at < 250 && this.samples.length > 1) this.samples.pop();
    this.samples.push({ at, ...this.done });
    while ((this.samples[1]?.at ?? at) < at - long) this.samples.shift();
  }

  private since(at: number, milliseconds: number): Sample | undefined {
    return this.samples.findLast((sample) => sample.at <= at - milliseconds) ?? this.samples[0];
  }

  private speed(at: number): Speed | undefined {
    const from = this.since(at, recent);
    if (!from || at - from.at < leastRecent) return undefined;
    const seconds = (at - from.at) / 1000;
    const [pages, passages] = [(this.done.pages - from.pages) / seconds, (this.done.passages - from.passages) / seconds];
    if (passages > 0) return { of: "passages", perSecond: passages };
    return pages > 0 ? { of: "pages", perSecond: pages } : undefined;
  }

  private secondsLeft(bytes: number, at: number): number | undefined {
    const from = this.samples[0];
    if (!from || at - from.at < leastLong) return undefined;
    const perSecond = (this.done.bytes - from.bytes) / ((at - from.at) / 1000);
    // What has not got anywhere for so long gets nowhere that could be told.
    if (perSecond <= 0) return (this.said = undefined);
    const measured = bytes / perSecond;
    const { said } = this;
    const passed = said ? at - said.at : 0;
    const expected = said ? Math.max(0, said.seconds - passed / 1000) : measured;
    const seconds = expected + (measured - expected) * (1 - Math.exp(-passed / inertia));
    this.said = { at, seconds };
    return seconds;
  }

  /** What stands still says nothing of how it goes on. */
  private rest(): void {
    this.samples = [];
    this.said = undefined;
  }

  private reset(): void {
    this.rest();
    this.last.clear();
    this.done = { bytes: 0, pages: 0, passages: 0 };
  }
}

const rests = ({ paused, running }: Imports) => paused || [...running.values()].every(({ stage }) => stage === "paused");

const stepOf = (before: ImportProgress, now: ImportProgress) => Math.max(0, now.done - (before.stage === now.stage ? before.done : 0));
