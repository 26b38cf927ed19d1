// What the window knows of imports, made from the engine's events.
import type { ImportOutcome } from "../host/messages/ImportOutcome";
import type { ImportProgress } from "../host/messages/ImportProgress";
import type { LibraryEvent } from "../host/messages/LibraryEvent";

export interface Imports {
  /** Those that wait, run or are paused, by their id. */
  running: ReadonlyMap<number, ImportProgress>;
  /** Those that were not imported and not dismissed, by their path: a file that was tried again has one end. */
  failed: ReadonlyMap<string, ImportOutcome>;
  /** The ids in the order in which they will be worked on. */
  order: readonly number[];
  /** Whether the whole queue is. */
  paused: boolean;
}

export const none: Imports = { running: new Map(), failed: new Map(), order: [], paused: false };

/** Takes many events at once: thousands of files can be under way, and what is known of them is copied once a call. */
export function reduce(imports: Imports, events: readonly LibraryEvent[]): Imports {
  const running = new Map(imports.running);
  const failed = new Map(imports.failed);
  let { order, paused } = imports;
  for (const event of events) {
    switch (event.type) {
      case "progress":
        if (!running.has(event.import)) failed.delete(event.path);
        running.set(event.import, event);
        break;
      case "document":
        running.delete(event.import);
        // Not only set anew: the latest is to be the last.
        failed.delete(event.path);
        if (event.status === "failed" && !event.was_cancelled) failed.set(event.path, event);
        break;
      case "queue":
        ({ order, paused } = event);
        break;
    }
  }
  return { running, failed, order, paused };
}

export function dismiss(imports: Imports, ids: readonly number[]): Imports {
  const dismissed = new Set(ids);
  return { ...imports, failed: new Map([...imports.failed].filter(([, failed]) => !dismissed.has(failed.import))) };
}

/** Those that have not ended, as the queue has them; last those that it has not told of yet. */
export function inOrder({ running, order }: Imports): ImportProgress[] {
  const told = order.map((id) => running.get(id)).filter((progress) => progress !== undefined);
  if (told.length === running.size) return told;
  const known = new Set(order);
  return [...told, ...[...running.values()].filter((progress) => !known.has(progress.import))];
}

/** Those that failed, the latest first. */
export const latestFirst = ({ failed }: Imports): ImportOutcome[] => [...failed.values()].reverse();

/** From 0 to 1 over all stages, embedding being most of the work. */
export function share(progress: ImportProgress): number {
  const done = progress.total > 0 ? progress.done / progress.total : 0;
  switch (progress.stage) {
    case "queued":
      return 0;
    case "paused":
      return done;
    case "reading":
      return (15 * done) / 100;
    case "embedding":
      return (15 + 80 * done) / 100;
    case "indexing":
      return (95 + 5 * done) / 100;
  }
}
