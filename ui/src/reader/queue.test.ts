import { describe, expect, it } from "vitest";

import { DrawQueue } from "./queue";

describe("drawings", () => {
  const soon = () => new Promise((resolve) => setTimeout(resolve));

  it("come one at a time, the most wanted first", async () => {
    const queue = new DrawQueue();
    const [done, wanted]: [number[], number[]] = [[], [5, 1, 3]];
    let most = 0;
    let now = 0;
    wanted.forEach((rank) => queue.ask(() => rank, async () => {
      most = Math.max(most, ++now);
      await soon();
      now -= 1;
      done.push(rank);
    }));
    while (done.length < 3) await soon();
    expect([done, most]).toEqual([[1, 3, 5], 1]);
  });

  it("are called off before they begin, and told while they go on", async () => {
    const queue = new DrawQueue();
    const done: string[] = [];
    let end = () => {};
    const stop = queue.ask(() => 0, async (signal) => {
      await new Promise<void>((resolve) => (end = resolve));
      done.push(signal.aborted ? "left" : "drawn");
    });
    queue.ask(() => 1, async () => void done.push("never"))();
    await soon();
    stop();
    end();
    await soon();
    expect(done).toEqual(["left"]);
  });

  it("go on after one that fails", async () => {
    const queue = new DrawQueue();
    const done: string[] = [];
    queue.ask(() => 0, () => Promise.reject(new Error("broken")));
    queue.ask(() => 1, async () => void done.push("drawn"));
    await soon();
    expect(done).toEqual(["drawn"]);
  });
});
