import { describe, expect, it } from "vitest";

import type { Batch } from "../state/batches";
import { adding } from "./en/adding";
import { imports } from "./en/imports";

const batch = (read: number, pages: number, knownFiles: number, failed: number): Batch => {
  const many = <T>(number: number, one: (at: number) => T) => new Set(Array.from({ length: number }, (_, at) => one(at)));
  return { began: 0, ended: 1, read: many(read, String), pages, known: many(knownFiles, String), knownFiles, failed: many(failed, (at) => at) };
};

describe("imports", () => {
  it("say what they were, without what did not happen", () => {
    expect(imports.batch(batch(24, 1310, 3, 2))).toBe("24 documents, 1,310 pages, 3 already there, 2 not imported");
    expect(imports.batch(batch(1, 1, 0, 0))).toBe("1 document, 1 page");
    expect(imports.batch(batch(0, 0, 7, 0))).toBe("7 already there");
  });

  it("say how long they take no more exactly than they know it", () => {
    expect([20, 60, 170, 1400, 3500, 9000, 100_000].map(imports.timeLeft)).toEqual([
      "less than a minute left", "about a minute left", "about 3 minutes left", "about 25 minutes left", "about an hour left", "about 2.5 hours left", "more than a day left",
    ]);
  });

  it("say how fast they are", () => {
    expect([imports.speed({ of: "pages", perSecond: 3.14 }), imports.speed({ of: "passages", perSecond: 1234.5 })]).toEqual(["3.1 pages/s", "1,235 passages/s"]);
  });
});

describe("what is dropped", () => {
  const preview = { files: 24, folders: 2, known: 3, unreadable: ["a.raw", "b.zst"], unreadable_files: 5, is_more: false, sealed_files: 0, sealed: null };

  it("says what becomes of it", () => {
    expect(adding.dropTo(adding.dropped(preview), null)).toBe("Drop to add 24 files from 2 folders");
    expect(adding.dropTo("3 files", "House")).toBe("Drop to add 3 files to “House”");
    expect(adding.dropped({ ...preview, files: 1, folders: 0, is_more: true })).toBe("more than 1 file");
    expect(adding.droppedUnreadable(preview)).toBe("Cannot be read: a.raw, b.zst and 3 more");
    expect(adding.droppedUnreadable({ ...preview, unreadable_files: 2 })).toBe("Cannot be read: a.raw, b.zst");
  });

  it("says what is there already", () => {
    expect([adding.droppedKnown(3, 24), adding.droppedKnown(1, 24), adding.droppedKnown(1, 1), adding.droppedKnown(2, 2)].map((text) => text.split(" already")[0])).toEqual([
      "3 of them are", "1 of them is", "It is", "All are",
    ]);
  });
});
