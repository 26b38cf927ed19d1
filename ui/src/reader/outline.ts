// The headings of a document, and what is in what.

export interface Heading {
  level: number;
  title: string;
  /** From 0. */
  page: number;
  /** Where it stands in the text of its page, if that is known. */
  start: number;
}

export interface Entry extends Heading {
  place: number;
  /** How far it is indented; levels may be left out. */
  depth: number;
  parent: number | undefined;
  isParent: boolean;
}

export function entriesOf(headings: readonly Heading[]): Entry[] {
  const entries: Entry[] = [];
  const above: Entry[] = [];
  headings.forEach((heading, place) => {
    while ((above.at(-1)?.level ?? -1) >= heading.level) above.pop();
    const parent = above.at(-1);
    if (parent) parent.isParent = true;
    const entry: Entry = { ...heading, place, depth: above.length, parent: parent?.place, isParent: false };
    entries.push(entry);
    above.push(entry);
  });
  return entries;
}

/** Those whose parents are all open. */
export function shownOf(entries: readonly Entry[], open: ReadonlySet<number>): Entry[] {
  const shown = new Set<number>();
  return entries.filter(({ place, parent }) => {
    const is = parent === undefined || (shown.has(parent) && open.has(parent));
    if (is) shown.add(place);
    return is;
  });
}

/** The section in which a place of a page lies. */
export function current(entries: readonly Entry[], page: number, start: number): number | undefined {
  return entries.findLast((entry) => entry.page < page || (entry.page === page && entry.start <= start))?.place;
}
