import { describe, expect, it } from "vitest";

import type { SearchHit } from "../host/messages/SearchHit";
import type { TurnRecord } from "../host/messages/TurnRecord";
import { onlyIn } from "../strings-chats";
import { within, withinOf } from "./within";

describe("where a question is asked", () => {
  const record = (more: Partial<TurnRecord>): TurnRecord => ({
    collections: [],
    documents: [],
    hits: [{ document: { id: "d1", title: "Lease", path: "", pages_unread: 0 } } as SearchHit],
    left_out: [],
    understood: { text: "", phrases: [], corrections: [], is_narrowed_to_nothing: false, only_words: null },
    mentions: null,
    answer: null,
    ...more,
  });

  it("is told by the titles that its evidence has", () => {
    expect(withinOf(record({ documents: ["d1"] })).documents).toEqual([{ id: "d1", title: "Lease" }]);
    expect(onlyIn(withinOf(record({ documents: ["d1"] })))).toBe("Only in “Lease”");
    expect(onlyIn(withinOf(record({ documents: ["d2"] })))).toBe("Only in one document");
    expect(onlyIn(withinOf(record({ documents: ["d1", "d2"] })))).toBe("Only in 2 documents");
  });

  it("may be a collection, or everywhere", () => {
    expect(onlyIn(withinOf(record({ collections: ["Work"] })))).toBe("Only in the collection “Work”");
    expect(onlyIn(withinOf(record({})))).toBeUndefined();
    expect(onlyIn(within(undefined))).toBeUndefined();
  });
});
