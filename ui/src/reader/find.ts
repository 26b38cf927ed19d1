// Looks for words on all pages of a document, a little at a time, so that the window goes on drawing.
import type { PageText } from "../host/messages/PageText";
import { fold, needle, occurrences, type Folded, type Range } from "../state/fold";

export interface Match extends Range {
  /** From 0. */
  page: number;
}

/** More are not counted. */
export const mostMatches = 10_000;
/** In milliseconds: how long the window may stand still. */
const slice = 8;

const folded = new WeakMap<PageText, Folded>();

function foldedOf(page: PageText): Folded {
  const known = folded.get(page) ?? fold(page.text);
  folded.set(page, known);
  return known;
}

/** Tells all matches so far, now and then, and last all there are. */
export async function findIn(
  pages: readonly PageText[],
  query: string,
  tell: (matches: readonly Match[], isLast: boolean) => void,
  signal: AbortSignal,
  pause: () => Promise<unknown> = () => new Promise((resolve) => setTimeout(resolve)),
): Promise<void> {
  const wanted = needle(query);
  const found: Match[] = [];
  let since = performance.now();
  for (const page of wanted === "" ? [] : pages) {
    if (performance.now() - since > slice) {
      tell(found.slice(), false);
      await pause();
      since = performance.now();
    }
    if (signal.aborted) return;
    const left = mostMatches - found.length;
    occurrences(foldedOf(page), wanted, left).forEach((range) => found.push({ ...range, page: page.page }));
    if (found.length >= mostMatches) break;
  }
  tell(found, true);
}

/** The first match at or behind a place; the first of all if there is none. */
export function firstFrom(matches: readonly Match[], page: number, start: number): number {
  const at = matches.findIndex((match) => match.page > page || (match.page === page && match.start >= start));
  return Math.max(at, matches.length > 0 ? 0 : -1);
}
