import { beforeEach, describe, expect, it, vi } from "vitest";

import type { SearchRequest } from "../host/messages/SearchRequest";
import type { SearchResponse } from "../host/messages/SearchResponse";
import { everywhere } from "./within";

const host = { search: vi.fn<(request: SearchRequest) => Promise<SearchResponse>>() };
vi.mock("../host", () => ({ host, messageOf: (error: Error) => error.message }));
const { searching } = await import("./searching.svelte");

/** What answers each search, the oldest first. */
let answer: ((response: SearchResponse) => void)[] = [];
const response = (query: string) => ({ query, hits: [], milliseconds: 3 }) as unknown as SearchResponse;
const queries = () => host.search.mock.calls.map(([{ query }]) => query);

let clock = Date.now();

beforeEach(async () => {
  vi.useFakeTimers();
  searching.look("", everywhere);
  // Nobody has typed for a while.
  vi.setSystemTime((clock += 10_000));
  answer = [];
  host.search.mockReset().mockImplementation(() => new Promise((resolve) => answer.push(resolve)));
});

describe("looking for passages", () => {
  it("is done at once, and for fast letters once they pause", async () => {
    searching.look("l", everywhere);
    expect(queries()).toEqual(["l"]);
    answer[0]?.(response("l"));
    await vi.advanceTimersByTimeAsync(10);
    searching.look("la", everywhere);
    await vi.advanceTimersByTimeAsync(10);
    searching.look("lam", everywhere);
    await vi.advanceTimersByTimeAsync(30);
    expect(queries()).toEqual(["l"]);
    await vi.advanceTimersByTimeAsync(10);
    expect(queries()).toEqual(["l", "lam"]);
    answer[1]?.(response("lam"));
    await vi.advanceTimersByTimeAsync(0);
  });

  it("asks one thing at a time, and the newest next", async () => {
    searching.look("la", everywhere);
    expect([queries(), searching.isBehind, searching.found]).toEqual([["la"], true, undefined]);
    for (const query of ["lam", "lamp"]) {
      await vi.advanceTimersByTimeAsync(50);
      searching.look(query, everywhere);
    }
    expect(queries(), "one is under way").toEqual(["la"]);
    answer[0]?.(response("la"));
    await vi.advanceTimersByTimeAsync(0);
    expect([searching.found?.query, searching.isBehind, queries()]).toEqual(["la", true, ["la", "lamp"]]);
    answer[1]?.(response("lamp"));
    await vi.advanceTimersByTimeAsync(0);
    expect([searching.found?.query, searching.isBehind]).toEqual(["lamp", false]);
  });

  it("tells what it looks in, and how", async () => {
    searching.look(" lamp ", { collections: ["Work"], documents: [{ id: "d1", title: "A" }] });
    await vi.advanceTimersByTimeAsync(40);
    expect(host.search.mock.calls[0]?.[0]).toEqual({ query: "lamp", limit: 20, collections: ["Work"], documents: ["d1"], stages: "fused", earlier: [] });
    answer[0]?.(response("lamp"));
    await vi.advanceTimersByTimeAsync(0);
  });

  it("shows nothing where nothing is typed any more", async () => {
    searching.look("lamp", everywhere);
    await vi.advanceTimersByTimeAsync(40);
    searching.look("", everywhere);
    answer[0]?.(response("lamp"));
    await vi.advanceTimersByTimeAsync(0);
    expect([searching.found, searching.isBehind]).toEqual([undefined, false]);
  });

  it("says what went wrong, until it is tried again", async () => {
    host.search.mockRejectedValueOnce(new Error("Damaged."));
    searching.look("lamp", everywhere);
    await vi.advanceTimersByTimeAsync(40);
    expect([searching.problem, searching.isBehind]).toEqual(["Damaged.", false]);
    searching.again();
    answer[0]?.(response("lamp"));
    await vi.advanceTimersByTimeAsync(0);
    expect([searching.problem, searching.found?.query]).toEqual([undefined, "lamp"]);
  });
});
