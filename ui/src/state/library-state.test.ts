import { beforeEach, expect, it, vi } from "vitest";

import type { LibraryCounts } from "../host/messages/LibraryCounts";
import type { LibraryEvent } from "../host/messages/LibraryEvent";

let hear: (event: LibraryEvent) => void = () => {};
let counts: LibraryCounts = { documents: 0, unread: 0, collections: [] };
const nothing = async () => [];
const collections = (...names: string[]) => names.map((name) => ({ name, documents: 1 }));
const host = {
  subscribe: async (listener: typeof hear) => void (hear = listener),
  listImports: nothing, listFolders: nothing,
  libraryCounts: vi.fn(async () => counts),
  findDocuments: vi.fn(async () => ({ total: 0, documents: [] })),
  showDocument: vi.fn(async (id: string) => ({ id })),
  renameCollection: async (from: string, to: string) => {
    counts = { ...counts, collections: counts.collections.map((other) => (other.name === from ? { ...other, name: to } : other)) };
    hear({ type: "collections", collections: counts.collections });
    await new Promise((resolve) => setTimeout(resolve, 30));
  },
  listEmbedders: () => new Promise(() => {}),
};
vi.mock("../host", () => ({ host, messageOf: (error: Error) => error.message }));
const { library } = await import("./library.svelte");
const { documentList } = await import("./document-list.svelte");
const { selection } = await import("./selection.svelte");
const { modelFiles } = await import("./model-files.svelte");

beforeEach(async () => {
  counts = { documents: 3, unread: 0, collections: collections("Contracts", "House") };
  documentList.show({ collection: null });
  await library.start();
});

it("hands on what is told of the models that the app runs itself", async () => {
  hear({ type: "model_files", can_run: true, catalogue: [] });
  await vi.waitFor(() => expect(modelFiles.files?.can_run).toBe(true));
});

it("shows all documents when the collection that was shown is gone", async () => {
  documentList.show({ collection: "House" });
  hear({ type: "collections", collections: collections("Contracts") });
  await vi.waitFor(() => expect(documentList.showing.collection).toBeNull());
  expect(library.counts.collections.length).toBe(1);
});

it("goes on showing a collection that gets another name", async () => {
  documentList.show({ collection: "House" });
  const seen: unknown[] = [];
  const renamed = library.renameCollection("House", "Home");
  const watching = setInterval(() => seen.push(documentList.showing.collection), 5);
  await renamed;
  clearInterval(watching);
  expect(seen).not.toContain(null);
  expect([documentList.showing.collection, library.counts.collections.map(({ name }) => name)]).toEqual(["Home", ["Contracts", "Home"]]);
});

it("asks again what there is when documents are added, removed or put elsewhere", async () => {
  await library.select("d1");
  selection.set(["d1", "d2"]);
  for (const event of [{ type: "filed", documents: ["d1"] }, { type: "removed", id: "d1" }] as LibraryEvent[]) {
    const before = host.findDocuments.mock.calls.length;
    hear(event);
    await vi.waitFor(() => expect(host.findDocuments.mock.calls.length).toBeGreaterThan(before));
    await new Promise((resolve) => setTimeout(resolve, 450));
  }
  expect(host.showDocument).toHaveBeenCalledTimes(2);
  expect([library.selected, [...selection.ids]]).toEqual([undefined, ["d2"]]);
});
