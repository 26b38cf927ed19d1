import { beforeEach, describe, expect, it, vi } from "vitest";

import type { IndexPlace } from "../host/messages/IndexPlace";
import type { IndexState } from "../host/messages/IndexState";

const host = {
  indexPlace: vi.fn<() => Promise<IndexState>>(),
  moveIndex: vi.fn<(to: IndexPlace, key: string | null) => Promise<string | null>>(),
  cancelIndexMove: vi.fn<() => Promise<void>>(),
};
vi.mock("../host", () => ({ host, messageOf: (error: Error) => error.message }));
const { indexPlace } = await import("./index-place.svelte");

const server: IndexPlace = { kind: "server", url: "http://localhost:6334", options: { shards: null, replicas: 1, write_consistency: null, on_disk: true, quantization: "none" } };
const state = (more: Partial<IndexState> = {}): IndexState => ({
  place: { kind: "embedded" }, is_for_this_run: false, is_in_step: true, problem: null, filled: 0, passages: 9, moving: null, to_clear: [], ...more,
});
const moving = { to: server, stage: "filling" as const, done: 1, total: 9, problem: null };

beforeEach(async () => {
  vi.resetAllMocks();
  host.indexPlace.mockResolvedValue(state());
  host.moveIndex.mockResolvedValue(null);
  host.cancelIndexMove.mockResolvedValue();
  await indexPlace.load();
  indexPlace.problem = undefined;
});

describe("the place of the index", () => {
  it("is followed while it moves, and told when it has", () => {
    indexPlace.take(state({ moving }));
    expect([indexPlace.now?.moving?.done, indexPlace.news]).toEqual([1, "Moving to http://localhost:6334: Filling the new index"]);
    indexPlace.take(state({ moving: { ...moving, done: 5 } }));
    indexPlace.take(state({ place: server }));
    expect([indexPlace.now?.place, indexPlace.news]).toEqual([server, "Moved. On the Qdrant server at http://localhost:6334."]);
  });

  it("is what was told while it was asked for", async () => {
    let answer: (state: IndexState) => void = () => {};
    host.indexPlace.mockReturnValueOnce(new Promise((resolve) => (answer = resolve)));
    const asked = indexPlace.load();
    indexPlace.take(state({ place: server }));
    answer(state());
    await asked;
    expect(indexPlace.now?.place).toEqual(server);
  });

  it("says why the index does not answer, and when it is back", () => {
    indexPlace.take(state({ place: server, is_in_step: false, problem: "It is away." }));
    expect([indexPlace.trouble, indexPlace.isInStep]).toEqual(["It is away.", false]);
    indexPlace.take(state({ place: server }));
    expect([indexPlace.trouble, indexPlace.isInStep, indexPlace.news]).toEqual([undefined, true, "It holds all 9 passages."]);
  });

  it("says where a move was asked for why it is refused", async () => {
    host.moveIndex.mockRejectedValueOnce(new Error("That is no address."));
    expect(await indexPlace.move(server, "secret")).toBe("That is no address.");
    expect(indexPlace.problem).toBeUndefined();
    host.moveIndex.mockRejectedValueOnce(new Error("The embedder is being changed."));
    await indexPlace.moveBack();
    expect(indexPlace.problem).toBe("The embedder is being changed.");
  });

  it("remembers the file that a key is in", async () => {
    host.moveIndex.mockResolvedValueOnce("/keys");
    expect(await indexPlace.move(server, "secret")).toBeUndefined();
    await indexPlace.moveBack();
    expect([host.moveIndex.mock.calls, indexPlace.keyFile]).toEqual([[[server, "secret"], [{ kind: "embedded" }, null]], "/keys"]);
  });

  it("says why a move cannot be called off", async () => {
    host.cancelIndexMove.mockRejectedValueOnce(new Error("The disk is full."));
    await indexPlace.cancel();
    expect(indexPlace.problem).toBe("The disk is full.");
    await indexPlace.cancel();
    expect(indexPlace.problem).toBeUndefined();
  });

  it("is not known if the engine does not say", async () => {
    host.indexPlace.mockRejectedValueOnce(new Error("It is busy."));
    await indexPlace.load();
    expect(indexPlace.unknown).toBe("It is busy.");
    await indexPlace.load();
    expect(indexPlace.unknown).toBeUndefined();
  });
});
