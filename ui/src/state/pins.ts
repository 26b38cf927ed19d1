// Pages known to be right, and whether a change to the search finds them further up or further down.
import type { Pin } from "../host/messages/Pin";
import type { PinCheck } from "../host/messages/PinCheck";

export type Change = "better" | "worse" | "same" | "first";
export type Summary = Record<Change, number>;

/** What became of a page since it was looked at last. One that is not found is behind all that are. */
export function changeOf({ pin, before, was_checked }: PinCheck): Change {
  if (!was_checked) return "first";
  const [was, is] = [before ?? Infinity, pin.rank ?? Infinity];
  if (was === is) return "same";
  return is < was ? "better" : "worse";
}

export function summarise(checks: readonly PinCheck[]): Summary {
  const summary: Summary = { better: 0, worse: 0, same: 0, first: 0 };
  for (const check of checks) summary[changeOf(check)] += 1;
  return summary;
}

/** The pin of a page for a question, if there is one. */
export function pinOf(pins: readonly Pin[], question: string, document: string, page: number): Pin | undefined {
  return pins.find((pin) => pin.question === question && pin.document.id === document && pin.page === page);
}
