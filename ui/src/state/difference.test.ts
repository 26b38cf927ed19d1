import { describe, expect, it } from "vitest";

import { difference, type Stretch } from "./difference";

/** What differs is in brackets. */
const shown = (stretches: Stretch[]) => stretches.map(({ text, differs }) => (differs ? `[${text}]` : text)).join("");
function both(before: string, after: string): [string, string] {
  const found = difference(before, after);
  return [shown(found.before), shown(found.after)];
}

describe("two texts", () => {
  it("differ in the words that became others", () => {
    expect(both("The lease ends on 1 May 2025.", "The lease ends on 1 June 2026.")).toEqual([
      "The lease ends on 1 [May 2025.]", "The lease ends on 1 [June 2026.]",
    ]);
  });

  it("may have words more, or fewer", () => {
    expect(both("Pets are allowed.", "Small pets are not allowed here.")).toEqual(["[Pets] are [allowed.]", "[Small pets] are [not allowed here.]"]);
    expect(both("He came and saw and won.", "He came and won.")).toEqual(["He came and [saw and] won.", "He came and won."]);
    expect(both("a b c d e", "a x c y e")).toEqual(["a [b] c [d] e", "a [x] c [y] e"]);
  });

  it("keep the longest line of words that both have", () => {
    expect(both("x a b c", "a b c x a")).toEqual(["[x] a b c", "a b c [x a]"]);
  });

  it("are the same if only lines break otherwise", () => {
    expect(both("One two\nthree.", " One  two three. ")).toEqual(["One two three.", "One two three."]);
  });

  it("may be empty", () => {
    expect(both("", "Something new.")).toEqual(["", "[Something new.]"]);
    expect(both("Something old.", "")).toEqual(["[Something old.]", ""]);
  });

  it("that are long and have much in the middle are compared at their ends", () => {
    const words = (count: number, word: string) => Array.from({ length: count }, (_, number) => `${word}${number}`).join(" ");
    const found = difference(`Begin ${words(3000, "a")} end`, `Begin ${words(3000, "b")} end`);
    expect(found.before.map(({ differs }) => differs)).toEqual([false, true, false]);
    expect(found.after.map(({ text }) => text.length).at(0)).toBe("Begin ".length);
  });
});
