import { describe, expect, it } from "vitest";

import type { PinCheck } from "../host/messages/PinCheck";
import { changeOf, pinOf, summarise } from "./pins";

function check(before: number | null, now: number | null, was_checked = true): PinCheck {
  const document = { id: "d", title: "Rivers", path: "/rivers.pdf", pages_unread: 0 };
  return { pin: { id: 1, question: "Where?", document, page: 3, page_label: "4", rank: now, was_checked: true }, before, was_checked };
}

describe("pinned pages", () => {
  it("are better further up, and worse further down", () => {
    expect(changeOf(check(4, 1))).toBe("better");
    expect(changeOf(check(1, 4))).toBe("worse");
    expect(changeOf(check(2, 2))).toBe("same");
  });

  it("are worst if not found", () => {
    expect(changeOf(check(1, null))).toBe("worse");
    expect(changeOf(check(null, 20))).toBe("better");
    expect(changeOf(check(null, null))).toBe("same");
  });

  it("have nothing to be compared with at first", () => {
    expect(changeOf(check(null, 1, false))).toBe("first");
  });

  it("are counted by what became of them", () => {
    const checks = [check(4, 1), check(null, 2), check(1, null), check(3, 3), check(null, 5, false)];
    expect(summarise(checks)).toEqual({ better: 2, worse: 1, same: 1, first: 1 });
  });

  it("belong to a question, a document and a page", () => {
    const { pin } = check(1, 1);
    expect(pinOf([pin], "Where?", "d", 3)).toBe(pin);
    expect(pinOf([pin], "When?", "d", 3)).toBeUndefined();
    expect(pinOf([pin], "Where?", "d", 4)).toBeUndefined();
  });
});
