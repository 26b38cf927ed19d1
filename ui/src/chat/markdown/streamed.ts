// An answer while it is written: what is finished is read once, and what has not changed stays the same object, so that
// it is not drawn again.
import { read } from "./read";
import { settle } from "./settle";
import type { Block } from "./tree";

/** `after`, made from `before` wherever they do not differ. */
function reuse<T>(before: unknown, after: T): T {
  if (before === after || typeof before !== "object" || typeof after !== "object" || before === null || after === null) return after;
  if (Array.isArray(after)) {
    if (!Array.isArray(before)) return after;
    const made = after.map((entry, place) => reuse<unknown>(before[place], entry));
    return (before.length === made.length && made.every((entry, place) => entry === before[place]) ? before : made) as T;
  }
  const [old, entries] = [before as Record<string, unknown>, Object.entries(after)];
  const made = Object.fromEntries(entries.map(([name, value]) => [name, reuse(old[name], value)]));
  return (Object.keys(old).length === entries.length && entries.every(([name]) => made[name] === old[name]) ? before : made) as T;
}

export class Streamed {
  private text = "";
  private finished: Block[] = [];
  /** Where the last block begins, which may still become another. */
  private from = 0;
  private last: Block[] = [];

  /** All that there is so far. */
  read(text: string): Block[] {
    if (!text.startsWith(this.text)) [this.finished, this.from, this.last] = [[], 0, []];
    this.text = text;
    this.last = reuse(this.last, read(settle(text.slice(this.from)), this.from));
    const open = this.last.at(-1);
    if (this.last.length > 1 && open) {
      this.finished = [...this.finished, ...this.last.slice(0, -1)];
      this.last = [open];
      this.from = text.lastIndexOf("\n", open.start - 1) + 1;
    }
    return [...this.finished, ...this.last];
  }
}
