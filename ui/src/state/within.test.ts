import { describe, expect, it } from "vitest";

import type { SearchHit } from "../host/messages/SearchHit";
import type { TurnRecord } from "../host/messages/TurnRecord";
import { words } from "../words";
import { everywhere, isEverywhere, named, withCollection, withDocument, within, withinOf } from "./within";

describe("where a question is asked", () => {
  const record = (more: Partial<TurnRecord>): TurnRecord => ({
    collections: [],
    documents: [],
    hits: [{ document: { id: "d1", title: "Lease", path: "/lease.pdf", pages_unread: 0 } } as SearchHit],
    left_out: [],
    understood: { text: "", phrases: [], corrections: [], is_narrowed_to_nothing: false, only_words: null },
    mentions: null,
    answer: null,
    ...more,
  });

  it("is told by the titles that its evidence has", () => {
    expect(withinOf(record({ documents: ["d1"] })).documents).toEqual([{ id: "d1", title: "Lease", path: "/lease.pdf" }]);
    expect(words.scope.onlyIn(withinOf(record({ documents: ["d1"] })))).toBe("Only in “Lease”");
    expect(words.scope.onlyIn(withinOf(record({ documents: ["d2"] })))).toBe("Only in one document");
    expect(words.scope.onlyIn(withinOf(record({ documents: ["d1", "d2"] })))).toBe("Only in 2 documents");
  });

  it("may be a collection, or everywhere", () => {
    expect(words.scope.onlyIn(withinOf(record({ collections: ["Work"] })))).toBe("Only in the collection “Work”");
    expect(words.scope.onlyIn(withinOf(record({})))).toBeUndefined();
    expect(words.scope.onlyIn(within(undefined))).toBeUndefined();
  });

  it("is chosen bit by bit, in documents or in collections", () => {
    const lease = { id: "d1", title: "Lease" };
    const both = withDocument(withDocument(everywhere, lease), { id: "d2", title: "Rent" });
    expect(named(both)).toEqual({ collections: [], documents: ["d1", "d2"] });
    expect(named(withDocument(both, lease)).documents).toEqual(["d2"]);
    const work = withCollection(both, "Work");
    expect(named(work)).toEqual({ collections: ["Work"], documents: [] });
    expect(isEverywhere(withCollection(work, "Work"))).toBe(true);
    expect(named(withDocument(work, lease))).toEqual({ collections: [], documents: ["d1"] });
  });
});
