import { describe, expect, it } from "vitest";

import type { MentioningDocument } from "./host/messages/MentioningDocument";
import { found, mentionPages, ordinal, rankChange, summary } from "./strings";

describe("ranks", () => {
  it("are told as ordinals", () => {
    expect([1, 2, 3, 4, 11, 12, 13, 21, 102, 113].map(ordinal)).toEqual(
      ["1st", "2nd", "3rd", "4th", "11th", "12th", "13th", "21st", "102nd", "113th"],
    );
  });

  it("say how a passage was found", () => {
    const scores = { dense: 0.608, keyword: 12.43, fused: 0.93, late: 0.471 };
    expect(found({ dense: 3, keyword: 1 }, scores).join(" · ")).toBe("meaning 3rd (0.61) · words 1st (12.4) · fused 0.93 · word by word 0.47");
  });

  it("say what did not find it", () => {
    const scores = { dense: null, keyword: 4, fused: 0.5, late: null };
    expect(found({ dense: null, keyword: 8 }, scores).join(" · ")).toBe("meaning – · words 8th (4.0) · fused 0.50 · word by word –");
  });
});

describe("pinned pages", () => {
  it("are told with where they were", () => {
    expect(rankChange(4, 1)).toBe("hit 4 → hit 1");
    expect(rankChange(1, null)).toBe("hit 1 → not found");
  });

  it("are summed up without what did not happen", () => {
    expect(summary({ better: 2, worse: 1, same: 5, first: 0 })).toBe("2 better, 1 worse, 5 as before");
    expect(summary({ better: 0, worse: 0, same: 0, first: 3 })).toBe("3 looked at for the first time");
  });
});

describe("the pages of a document that mentions something", () => {
  const mentioning = (page_labels: string[], pages: number) =>
    ({ pages: Array.from({ length: pages }, (_, page) => page), page_labels }) as unknown as MentioningDocument;

  it("are listed as they are printed, and no more than are known", () => {
    expect(mentionPages(mentioning(["iv", "1", "9"], 3))).toBe("iv, 1, 9");
    expect(mentionPages(mentioning(["1", "2"], 20))).toBe("1, 2, …");
  });
});
