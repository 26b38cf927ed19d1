import { beforeEach, describe, expect, it, vi } from "vitest";

import type { DocumentsFound } from "../host/messages/DocumentsFound";

const host = { findDocuments: vi.fn<() => Promise<DocumentsFound>>() };
vi.mock("../host", () => ({ host }));
const { samples } = await import("./samples.svelte");

const found = (...titles: string[]) => ({ total: titles.length, documents: titles.map((title) => ({ title })) }) as DocumentsFound;

beforeEach(() => {
  host.findDocuments.mockReset();
});

describe("questions to try", () => {
  it("are for the samples that are there", async () => {
    host.findDocuments.mockResolvedValue(found("The lighthouse keeper’s handbook", "Lease"));
    await samples.look(2);
    expect(samples.questions).toEqual(["How long is the middle watch?", "How much oil does the lamp take in an hour?"]);
    host.findDocuments.mockResolvedValue(found("The lighthouse keeper's handbook", "A Short History of Tea"));
    await samples.look(2);
    expect([samples.questions.length, samples.questions[1]]).toEqual([3, "Who was Lu Yu?"]);
  });

  it("are not asked for in a library that is no trial", async () => {
    await samples.look(500);
    await samples.look(0);
    expect([host.findDocuments.mock.calls.length, samples.questions]).toEqual([0, []]);
  });

  it("are left out where the library does not answer", async () => {
    host.findDocuments.mockRejectedValue(new Error("Busy."));
    await samples.look(2);
    expect(samples.questions).toEqual([]);
  });
});
