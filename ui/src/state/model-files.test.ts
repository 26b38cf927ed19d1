import { describe, expect, it } from "vitest";

import type { ModelFileEntry } from "../host/messages/ModelFileEntry";
import { words } from "../words";
import { bytesOf, entryOf, missingOf, shareOf } from "./model-files";

const entry: ModelFileEntry = {
  id: "small", title: "Small", languages: "English and 28 others", megabytes: 1117, licence: "Apache-2.0", suits: "", file: null, download: null,
};
const files = { can_run: true, catalogue: [entry, { ...entry, id: "here", file: "/models/here.gguf" }] };

describe("models for download", () => {
  it("say how large they are before they are here", () => {
    expect(words.answerers.modelFileFacts(entry)).toBe("1.1 GB · English and 28 others · Apache\u20112.0");
    expect(words.answerers.willDownload(entry)).toMatch(/^Downloads 1\.1 GB once,.* goes on where it stopped\.$/);
  });

  it("are found by their files, and those that are not here by their rows", () => {
    expect(entryOf("/models/here.gguf", files)?.id).toBe("here");
    expect(entryOf("/models/other.gguf", files)).toBeUndefined();
    expect(missingOf("catalogue small", files)).toBe(entry);
    expect([missingOf("catalogue here", files), missingOf("file", files), missingOf("catalogue small", undefined)]).toEqual([undefined, undefined, undefined]);
  });
});

describe("a download", () => {
  it("is measured by what the catalogue says until the hub says it exactly", () => {
    expect([bytesOf(entry, { received: 1, of: null }), bytesOf(entry, { received: 1, of: 2e9 })]).toEqual([1117e6, 2e9]);
    expect(shareOf(entry, { received: 5e8, of: 2e9 })).toBe(0.25);
    expect(shareOf(entry, { received: 3e9, of: 2e9 })).toBe(1);
    expect(shareOf(entry, { received: 0, of: 0 })).toBe(0);
  });

  it("says how far it is", () => {
    expect(words.answerers.downloaded(entry, { received: 312e6, of: 1117e6 })).toBe("312 MB of 1.1 GB");
    expect(words.answerers.downloaded(entry, { received: 0, of: null })).toBe("Connecting…");
    expect(words.answerers.downloaded(entry, { received: 1117e6, of: 1117e6 })).toMatch(/^Checking/);
  });
});
