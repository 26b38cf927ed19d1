import { describe, expect, it } from "vitest";

import type { LibraryEvent } from "../host/messages/LibraryEvent";
import { dismiss, none, reduce, share } from "./imports";

const progress = (id: number, done = 0): LibraryEvent => ({
  type: "progress", import: id, path: `/${id}.pdf`, stage: "reading", done, total: 4,
});
const ended = (id: number, status: "added" | "failed", path = `/${id}.pdf`): LibraryEvent => ({
  type: "document", import: id, path, id: null, filename: `${id}.pdf`, content_type: null, size: 1, status,
  pages: 0, pages_searchable: 0, passages: 0, reason: status === "failed" ? "It is damaged." : null, needs_password: false,
});

describe("imports", () => {
  it("keeps one row a file, in the order of adding", () => {
    const imports = [progress(1), progress(2), progress(1, 3)].reduce(reduce, none);
    expect(imports.running.map((running) => [running.import, running.done])).toEqual([[1, 3], [2, 0]]);
  });

  it("moves a file that failed to the failed ones until it is dismissed or succeeds", () => {
    let imports = [progress(1), ended(1, "failed")].reduce(reduce, none);
    expect(imports.running).toEqual([]);
    expect(imports.failed.map((failed) => failed.reason)).toEqual(["It is damaged."]);
    expect(dismiss(imports, 1).failed).toEqual([]);
    imports = reduce(imports, ended(2, "added", "/1.pdf"));
    expect(imports.failed).toEqual([]);
  });

  it("never runs backwards from stage to stage", () => {
    const at = (stage: "queued" | "reading" | "embedding" | "indexing", done: number) =>
      share({ import: 1, path: "", stage, done, total: 2 });
    const shares = [at("queued", 0), at("reading", 0), at("reading", 2), at("embedding", 0), at("embedding", 2), at("indexing", 0), at("indexing", 2)];
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
    expect(shares.at(-1)).toBe(1);
  });
});
