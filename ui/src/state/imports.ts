// What the window knows of imports, made from the engine's events.
import type { ImportOutcome } from "../host/messages/ImportOutcome";
import type { ImportProgress } from "../host/messages/ImportProgress";
import type { LibraryEvent } from "../host/messages/LibraryEvent";

export interface Imports {
  /** Those that wait or run, in the order in which they were added. */
  running: ImportProgress[];
  /** Those that were not imported and not dismissed, the latest first. */
  failed: ImportOutcome[];
}

export const none: Imports = { running: [], failed: [] };

export function reduce(imports: Imports, event: LibraryEvent): Imports {
  switch (event.type) {
    case "progress": {
      const known = imports.running.some((running) => running.import === event.import);
      const running = known
        ? imports.running.map((running) => (running.import === event.import ? event : running))
        : [...imports.running, event];
      return { ...imports, running };
    }
    case "document": {
      const running = imports.running.filter((running) => running.import !== event.import);
      // A file that was tried again has one end, the latest.
      const others = imports.failed.filter((failed) => failed.path !== event.path);
      return { running, failed: event.status === "failed" ? [event, ...others] : others };
    }
    default:
      return imports;
  }
}

export function dismiss(imports: Imports, importId: number): Imports {
  return { ...imports, failed: imports.failed.filter((failed) => failed.import !== importId) };
}

/** From 0 to 1 over all stages, embedding being most of the work. */
export function share(progress: ImportProgress): number {
  const done = progress.total > 0 ? progress.done / progress.total : 0;
  switch (progress.stage) {
    case "queued":
      return 0;
    case "reading":
      return (15 * done) / 100;
    case "embedding":
      return (15 + 80 * done) / 100;
    case "indexing":
      return (95 + 5 * done) / 100;
  }
}
