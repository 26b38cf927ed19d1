import { describe, expect, it } from "vitest";

import { cut, paragraphs, unmarked } from "./markers";

describe("citation numbers", () => {
  it("are cut out of the text with the blank before them", () => {
    expect(cut("One. [1] Two. [12]", 12)).toEqual([
      { kind: "text", text: "One." },
      { kind: "citation", number: 1 },
      { kind: "text", text: " Two." },
      { kind: "citation", number: 12 },
    ]);
  });

  it("that cite nothing stay text", () => {
    expect(cut("As shown in [7] and [0].", 3)).toEqual([{ kind: "text", text: "As shown in [7] and [0]." }]);
  });

  it("are left out where only the words count", () => {
    expect(unmarked("One. [1]\n\nTwo [2009]. [2]", 2)).toBe("One.\n\nTwo [2009].");
  });

  it("are found in every paragraph", () => {
    expect(paragraphs("One. [1]\n\nTwo. [2]", 2)).toHaveLength(2);
  });
});
