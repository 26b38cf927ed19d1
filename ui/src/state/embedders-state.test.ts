import { beforeEach, describe, expect, it, vi } from "vitest";

import type { EmbedderChange } from "../host/messages/EmbedderChange";
import type { Embedders } from "../host/messages/Embedders";

const host = { listEmbedders: vi.fn<() => Promise<Embedders>>(), chooseEmbedder: vi.fn(), comparePins: vi.fn() };
vi.mock("../host", () => ({ host, messageOf: (error: Error) => error.message }));
const { embedders } = await import("./embedders.svelte");

const change = (stage: EmbedderChange["stage"], done = 0): EmbedderChange => ({
  to: { kind: "bundled" }, title: "BGE", stage, done, total: 4, is_paused: false, problem: null,
});
const listed = (title: string, change: EmbedderChange | null): Embedders => ({
  chosen: { kind: "bundled" }, title, model: title, dimensions: 384, problem: null, embedded: 1, passages: 1, change, catalogue: [], kept: [],
});
const later = () => {
  let answer: (all: Embedders) => void = () => {};
  host.listEmbedders.mockReturnValueOnce(new Promise((resolve) => (answer = resolve)));
  return answer;
};
const settled = () => new Promise((resolve) => setTimeout(resolve));

describe("what embeds", () => {
  beforeEach(async () => {
    host.listEmbedders.mockReset().mockResolvedValue(listed("MiniLM", null));
    await embedders.load();
    host.listEmbedders.mockClear();
  });

  it("follows what is told, without asking each time", () => {
    embedders.take(change("embedding", 1));
    embedders.take(change("embedding", 2));
    expect(embedders.change?.done).toBe(2);
    expect(embedders.news).toBe("BGE: Understanding the passages");
    expect(host.listEmbedders).not.toHaveBeenCalled();
  });

  it("is asked for anew when a change is ready, and when it has ended", async () => {
    embedders.take(change("embedding"));
    host.listEmbedders.mockResolvedValue(listed("MiniLM", change("ready")));
    embedders.take(change("ready"));
    embedders.take(change("ready"));
    await settled();
    expect(host.listEmbedders).toHaveBeenCalledTimes(1);
    host.listEmbedders.mockResolvedValue(listed("BGE", null));
    embedders.take(null);
    await settled();
    expect([embedders.all?.title, embedders.change, embedders.news]).toEqual(["BGE", null, "BGE answers now."]);
  });

  it("is what was told while it was asked for", async () => {
    const answer = later();
    const asked = embedders.load();
    embedders.take(change("embedding", 3));
    answer(listed("MiniLM", change("embedding", 1)));
    await asked;
    expect(embedders.change?.done).toBe(3);
  });

  it("is the latest answer, whichever comes last", async () => {
    const [first, second] = [later(), later()];
    const asked = [embedders.load(), embedders.load()];
    second(listed("new", null));
    first(listed("old", null));
    await Promise.all(asked);
    expect(embedders.all?.title).toBe("new");
  });

  it("says where the key of its server is, if no keyring keeps it", async () => {
    host.chooseEmbedder.mockResolvedValueOnce("/config/keys.json").mockResolvedValueOnce(null);
    await embedders.choose({ kind: "bundled" }, "sk");
    await embedders.choose({ kind: "bundled" }, null);
    expect(embedders.keyFile).toBe("/config/keys.json");
  });

  it("stays if what was chosen is refused", async () => {
    host.chooseEmbedder.mockRejectedValue(new Error("There is no room."));
    expect(await embedders.choose({ kind: "bundled" }, null)).toBe("There is no room.");
    expect(embedders.all?.title).toBe("MiniLM");
  });
});
