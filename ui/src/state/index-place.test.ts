import { describe, expect, it } from "vitest";

import type { IndexMove } from "../host/messages/IndexMove";
import type { IndexPlace } from "../host/messages/IndexPlace";
import type { IndexState } from "../host/messages/IndexState";
import { draftOf, embedded, faultOf, isNews, moveShare, placeOf, sentTo, type Draft } from "./index-place";

const options = { shards: 3, replicas: 2, write_consistency: 1, on_disk: false, quantization: "scalar" } as const;
const server = (url: string): IndexPlace => ({ kind: "server", url, options });
const draft = (more: Partial<Draft>): Draft => ({ ...draftOf(embedded), url: "http://localhost:6334", ...more });

describe("a server that is typed", () => {
  it("is the place that it was before, until something else is typed", () => {
    expect(placeOf(draftOf(server("https://qdrant.example.org:6334")))).toEqual(server("https://qdrant.example.org:6334"));
    expect(placeOf(draftOf(embedded))).toBeUndefined();
  });

  it("chooses itself what nothing is typed for", () => {
    expect(placeOf(draft({}))).toEqual({
      kind: "server", url: "http://localhost:6334", options: { shards: null, replicas: 1, write_consistency: null, on_disk: true, quantization: "none" },
    });
  });

  it("gets what people leave out of an address", () => {
    expect([placeOf(draft({ url: "localhost:6334" })), placeOf(draft({ url: " qdrant.example.org " }))].map((place) => place?.kind === "server" && place.url)).toEqual([
      "http://localhost:6334", "https://qdrant.example.org",
    ]);
  });

  it("says what is wrong with it", () => {
    expect([draft({}), draft({ url: "" }), draft({ url: "a b" }), draft({ shards: "0" }), draft({ replicas: "1.5" }), draft({ writeConsistency: "65" }), draft({ shards: "1024" })].map(faultOf)).toEqual([
      undefined, "address", "address", "number", "number", "number", undefined,
    ]);
    expect(placeOf(draft({ shards: "many" }))).toBeUndefined();
  });

  it("gets what leaves this computer, if it is another", () => {
    expect([embedded, server("http://127.0.0.1:6334"), server("http://10.0.0.5:6334"), server("https://qdrant.example.org:6334")].map(sentTo)).toEqual([
      undefined, undefined, { host: "10.0.0.5:6334", isOpen: true }, { host: "qdrant.example.org:6334", isOpen: false },
    ]);
  });
});

describe("a move", () => {
  const move = (stage: IndexMove["stage"], done: number, total: number): IndexMove => ({ to: embedded, stage, done, total, problem: null });
  const state = (more: Partial<IndexState>): IndexState => ({
    place: embedded, is_for_this_run: false, is_in_step: true, problem: null, filled: 0, passages: 9, moving: null, to_clear: [], ...more,
  });

  it("never goes back from one stage to the next", () => {
    const shares = [move("opening", 0, 0), move("filling", 0, 0), move("filling", 5, 10), move("filling", 10, 10), move("checking", 0, 3), move("checking", 3, 3)].map(moveShare);
    expect(shares).toEqual([...shares].sort((one, other) => one - other));
    expect(shares.at(-1)).toBe(1);
  });

  it("is news at its stages and its problems, not at its counts", () => {
    const filling = state({ moving: move("filling", 1, 9) });
    expect([
      isNews(state({}), filling),
      isNews(filling, state({ moving: move("filling", 2, 9) })),
      isNews(filling, state({ moving: move("checking", 1, 9) })),
      isNews(filling, state({ moving: { ...move("filling", 1, 9), problem: "It is away." } })),
      isNews(state({}), state({ passages: 12 })),
      isNews(state({}), state({ problem: "It is away." })),
    ]).toEqual([true, false, true, true, false, true]);
  });
});
