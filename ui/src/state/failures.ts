// Files that were not imported, those with the same reason together.
import type { ImportOutcome } from "../host/messages/ImportOutcome";

export interface Failures {
  /** As the first of them says it. */
  reason: string;
  outcomes: ImportOutcome[];
}

/** In the order in which the first of each came. */
export function byReason(outcomes: readonly ImportOutcome[]): Failures[] {
  const groups = new Map<string, Failures>();
  for (const outcome of outcomes) {
    const reason = outcome.reason ?? "";
    // A reason may name its file, which is no other reason.
    const key = [outcome.path, outcome.filename].reduce((text, name) => text.replaceAll(name, ""), reason);
    const group = groups.get(key);
    if (group) group.outcomes.push(outcome);
    else groups.set(key, { reason, outcomes: [outcome] });
  }
  return [...groups.values()];
}
