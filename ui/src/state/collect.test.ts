import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { collect } from "./collect";

describe("what comes close together", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it("is handed over together, but the first at once", async () => {
    const batches: number[][] = [];
    const take = collect<number>(16, (numbers) => batches.push(numbers));
    [1, 2, 3].forEach(take);
    expect(batches).toEqual([[1]]);
    await vi.advanceTimersByTimeAsync(16);
    expect(batches).toEqual([[1], [2, 3]]);
    await vi.advanceTimersByTimeAsync(16);
    take(4);
    expect(batches).toEqual([[1], [2, 3], [4]]);
  });

  it("waits for the work on what came before", async () => {
    const begun: number[] = [];
    let end = () => {};
    const take = collect<number>(0, (numbers) => {
      begun.push(...numbers);
      return new Promise<void>((resolve) => (end = resolve));
    });
    [1, 2].forEach(take);
    await vi.advanceTimersByTimeAsync(1000);
    expect(begun).toEqual([1]);
    end();
    await vi.advanceTimersByTimeAsync(0);
    expect(begun).toEqual([1, 2]);
  });
});
