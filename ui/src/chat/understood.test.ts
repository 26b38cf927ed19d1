import { describe, expect, it } from "vitest";

import { isOtherwise } from "./understood";

describe("a question", () => {
  it("is told if earlier ones made it whole", () => {
    expect(isOtherwise("and in Spain?", "How many people live in Spain?")).toBe(true);
  });

  it("is not told if only filters and quotation marks went", () => {
    expect(isOtherwise(" Who lit the “old lamp” ?", "Who lit the old lamp ?")).toBe(false);
    expect(isOtherwise('Who came document:"annual report" page:3-7 first?', "Who came first?")).toBe(false);
    expect(isOtherwise("Who came? before:2020", "Who came?")).toBe(false);
  });

  it("keeps what only looks like a filter", () => {
    expect(isOtherwise("What is file: for?", "What is file: for?")).toBe(false);
  });

  it("of nothing but filters has nothing to tell", () => {
    expect(isOtherwise("document:report", "")).toBe(false);
  });
});
