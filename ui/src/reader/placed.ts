// Where words of a page's text stand on the page.
import type { PlacedWord } from "../host/messages/PlacedWord";
import type { Range } from "../state/fold";
import type { Rectangle } from "./highlight";

/** Pixels, for a scale of one a point. */
interface Part {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** The part of a word that lies in the range; letters count as equally wide, which errs by less than one of them. */
function part([start, end, x0, top, x1, bottom]: PlacedWord, range: Range): Part {
  const share = (at: number) => (Math.min(Math.max(at, start), end) - start) / Math.max(end - start, 1);
  const [left, right] = [x0 + share(range.start) * (x1 - x0), x0 + share(range.end) * (x1 - x0)];
  return { left, top, right, bottom };
}

/** Whether a word goes on where a part of its line ends. */
function goesOn(one: Part, next: Part): boolean {
  const shared = Math.min(one.bottom, next.bottom) - Math.max(one.top, next.top);
  const height = Math.min(one.bottom - one.top, next.bottom - next.top);
  return shared >= height / 2 && next.left >= one.left && next.left - one.right <= 3 * height;
}

/** The rectangles that a stretch of the text fills at a scale (pixels a point), one a line. */
export function rectanglesOf(words: readonly PlacedWord[], range: Range, scale: number): Rectangle[] {
  const lines: Part[] = [];
  for (const word of words) {
    if (word[1] <= range.start || word[0] >= range.end) continue;
    const next = part(word, range);
    const last = lines.at(-1);
    if (last && goesOn(last, next)) {
      lines[lines.length - 1] = {
        left: last.left,
        top: Math.min(last.top, next.top),
        right: next.right,
        bottom: Math.max(last.bottom, next.bottom),
      };
    } else {
      lines.push(next);
    }
  }
  return lines.map(({ left, top, right, bottom }) => ({
    left: left * scale,
    top: top * scale,
    width: (right - left) * scale,
    height: (bottom - top) * scale,
  }));
}
