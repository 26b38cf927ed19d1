// What became of the files that were imported since nothing was.
import type { ImportOutcome } from "../host/messages/ImportOutcome";
import type { LibraryEvent } from "../host/messages/LibraryEvent";

export interface Batch {
  /** Times in milliseconds. */
  began: number;
  /** Absent while some are still imported. */
  ended: number | undefined;
  /** Documents that are new or were changed, by their ids. */
  read: ReadonlySet<string>;
  pages: number;
  /** Documents that the library had already, by their ids. */
  known: ReadonlySet<string>;
  /** Files whose documents the library had already. */
  knownFiles: number;
  /** Files that were not imported, by their imports: one that is tried again has one end. */
  failed: ReadonlySet<number>;
}

/** In milliseconds: what comes so soon after the end belongs to it. */
const goesOn = 1500;

const beginning = (at: number): Batch => ({
  began: at, ended: undefined, read: new Set(), pages: 0, known: new Set(), knownFiles: 0, failed: new Set(),
});

/** `running`: how many imports there are after these events. */
export function reduceBatch(batch: Batch | undefined, events: readonly LibraryEvent[], running: number, at: number): Batch | undefined {
  const told = events.filter((event) => event.type === "progress" || event.type === "document");
  if (told.length === 0) return batch;
  const isOver = batch?.ended !== undefined && at - batch.ended > goesOn;
  let now: Batch = { ...(batch === undefined || isOver ? beginning(at) : batch), ended: running === 0 ? at : undefined };
  for (const event of told) if (event.type === "document") now = withOutcome(now, event);
  return now;
}

function withOutcome(batch: Batch, outcome: ImportOutcome): Batch {
  const failed = new Set(batch.failed);
  failed.delete(outcome.import);
  if (outcome.status === "failed") {
    return outcome.was_cancelled ? { ...batch, failed } : { ...batch, failed: failed.add(outcome.import) };
  }
  const id = outcome.id ?? outcome.path;
  if (outcome.status === "unchanged" || outcome.status === "duplicate") {
    return { ...batch, failed, known: new Set(batch.known).add(id), knownFiles: batch.knownFiles + 1 };
  }
  return { ...batch, failed, read: new Set(batch.read).add(id), pages: batch.pages + outcome.pages };
}

/** Whether there is anything to say of it; of one that was cancelled there is not. */
export const isWorthTelling = (batch: Batch): boolean => batch.read.size + batch.knownFiles + batch.failed.size > 0;
