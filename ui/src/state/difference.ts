// Which words of a text became others.

/** A stretch of words that stayed, or that did not. */
export interface Stretch {
  text: string;
  differs: boolean;
}

export interface Difference {
  before: Stretch[];
  after: Stretch[];
}

/** More comparisons would be felt. What long texts have in the middle then counts as other words. */
const most = 4_000_000;

/** How many words two texts have in common at their beginnings. */
function shared(one: readonly string[], other: readonly string[]): number {
  const at = one.findIndex((word, place) => word !== other[place]);
  return at < 0 ? one.length : at;
}

/** Which words of each are in the longest line of words that stand in both in the same order (Wagner and Fischer 1974). */
function common(one: readonly string[], other: readonly string[]): [Set<number>, Set<number>] {
  const [inOne, inOther] = [new Set<number>(), new Set<number>()];
  if (one.length * other.length > most) return [inOne, inOther];
  const width = other.length + 1;
  // How long it is from a word of each to the ends.
  const lengths = new Uint16Array((one.length + 1) * width);
  const length = (row: number, column: number) => lengths[row * width + column] ?? 0;
  for (let row = one.length - 1; row >= 0; row -= 1) {
    for (let column = other.length - 1; column >= 0; column -= 1) {
      lengths[row * width + column] =
        one[row] === other[column] ? length(row + 1, column + 1) + 1 : Math.max(length(row + 1, column), length(row, column + 1));
    }
  }
  for (let row = 0, column = 0; row < one.length && column < other.length; ) {
    if (one[row] === other[column]) {
      inOne.add(row++);
      inOther.add(column++);
    } else if (length(row + 1, column) >= length(row, column + 1)) row += 1;
    else column += 1;
  }
  return [inOne, inOther];
}

/** Words as stretches; a blank differs if the words on both of its sides do. */
function stretches(words: readonly string[], differs: (place: number) => boolean): Stretch[] {
  const made: Stretch[] = [];
  const add = (text: string, other: boolean) => {
    const last = made.at(-1);
    if (last?.differs === other) last.text += text;
    else made.push({ text, differs: other });
  };
  words.forEach((word, place) => {
    if (place > 0) add(" ", differs(place - 1) && differs(place));
    add(word, differs(place));
  });
  return made;
}

const wordsOf = (text: string) => text.split(/\s+/).filter((word) => word !== "");

/** What stayed and what did not, word by word. Lines that break otherwise do not count. */
export function difference(before: string, after: string): Difference {
  const [one, other] = [wordsOf(before), wordsOf(after)];
  const start = shared(one, other);
  const end = shared(one.slice(start).reverse(), other.slice(start).reverse());
  const [inOne, inOther] = common(one.slice(start, one.length - end), other.slice(start, other.length - end));
  const differs = (words: readonly string[], stayed: Set<number>) => (place: number) =>
    place >= start && place < words.length - end && !stayed.has(place - start);
  return { before: stretches(one, differs(one, inOne)), after: stretches(other, differs(other, inOther)) };
}
