// How well a name fits what is typed. Every word of it must be found: at the beginning of a word, within one, or as
// letters in their order.
import { plain } from "./fold";

function fit(word: string, name: string): number {
  const at = name.indexOf(word);
  if (at === 0) return 4;
  if (at > 0) return /[\p{L}\p{N}]/u.test(name[at - 1] ?? "") ? 2 : 3;
  // Of two letters or less nearly every name would do.
  if (word.length < 3) return 0;
  let from = -1;
  let first = 0;
  for (const [place, letter] of [...word].entries()) {
    from = name.indexOf(letter, from + 1);
    if (from < 0) return 0;
    if (place === 0) first = from;
  }
  // Letters that are far apart are there by chance.
  return from - first < word.length * 2.5 ? 1 : 0;
}

/** From 0, which is not at all. The best of the names counts: the one that is shown, and others it is known by. */
export function fits(typed: string, ...names: readonly string[]): number {
  const wanted = plain(typed).split(/\s+/).filter(Boolean);
  if (wanted.length === 0) return 1;
  return Math.max(...names.map((name) => {
    const within = plain(name);
    const each = wanted.map((word) => fit(word, within));
    return each.includes(0) ? 0 : each.reduce((sum, one) => sum + one, 0) / each.length;
  }));
}
