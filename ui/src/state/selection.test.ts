import { beforeEach, describe, expect, it, vi } from "vitest";

import type { DocumentsRequest } from "../host/messages/DocumentsRequest";
import type { DocumentSummary } from "../host/messages/DocumentSummary";

let ids: string[] = [];
let slowness = 0;
const host = {
  findDocuments: async ({ offset, limit }: DocumentsRequest) => {
    if (slowness > 0) await new Promise((resolve) => setTimeout(resolve, slowness));
    return { total: ids.length, documents: ids.slice(offset, offset + limit).map((id) => ({ id, title: id }) as DocumentSummary) };
  },
};
vi.mock("../host", () => ({ host, messageOf: (error: Error) => error.message }));
const { documentList } = await import("./document-list.svelte");
const { selection } = await import("./selection.svelte");

const chosen = () => [...selection.ids];

beforeEach(async () => {
  slowness = 0;
  ids = Array.from({ length: 1000 }, (_, number) => `d${number}`);
  await documentList.refresh();
  selection.clear();
  selection.go(0);
});

describe("documents", () => {
  it("are chosen one by one and together", async () => {
    selection.only(3);
    selection.toggle(7);
    expect([chosen(), selection.place]).toEqual([["d3", "d7"], 7]);
    selection.toggle(3);
    expect(chosen()).toEqual(["d7"]);
    await selection.extend(1);
    expect([chosen(), selection.place]).toEqual([["d1", "d2", "d3"], 1]);
    selection.only(9);
    expect(chosen()).toEqual(["d9"]);
  });

  it("are chosen from where it began, there and back", async () => {
    selection.only(5);
    await selection.extend(6);
    await selection.extend(8);
    expect(chosen()).toEqual(["d5", "d6", "d7", "d8"]);
    await selection.extend(4);
    expect(chosen()).toEqual(["d4", "d5"]);
  });

  it("are chosen together even where none has been seen yet", async () => {
    selection.only(10);
    await selection.extend(900);
    expect([selection.count, selection.place, selection.has("d900"), selection.has("d901")]).toEqual([891, 900, true, false]);
    await selection.all();
    expect(selection.count).toBe(1000);
  });

  it("stay chosen where they are when others come before them", async () => {
    selection.only(5);
    ids = ["new", ...ids];
    await documentList.refresh();
    expect([chosen(), selection.place]).toEqual([["d5"], 6]);
    await selection.extend(7);
    expect(chosen()).toEqual(["d5", "d6"]);
  });

  it("are forgotten when they are gone, and the keyboard stays where they were", async () => {
    selection.only(5);
    selection.toggle(6);
    ids = ids.filter((id) => id !== "d6");
    selection.forget(new Set(["d6"]));
    await documentList.refresh();
    expect([chosen(), selection.place, documentList.at(selection.place)?.id]).toEqual([["d5"], 6, "d7"]);
    ids = ids.slice(0, 3);
    await documentList.refresh();
    expect(selection.place).toBe(2);
  });

  it("are chosen where they are not here yet, as soon as they are", async () => {
    selection.only(999);
    expect(chosen()).toEqual([]);
    await vi.waitFor(() => expect(chosen()).toEqual(["d999"]));
    expect(selection.place).toBe(999);
  });

  it("are not chosen any more when others are shown, but stay so in another order", () => {
    selection.only(5);
    selection.askRemoval(true);
    documentList.sort("title", false);
    expect([chosen(), selection.isRemoving]).toEqual([["d5"], true]);
    documentList.show({ only_unread: true });
    expect([chosen(), selection.isRemoving]).toEqual([[], false]);
    documentList.show({ only_unread: false, order: "added", is_descending: true });
  });

  it("that were chosen last are chosen, even if others took longer", async () => {
    selection.only(0);
    slowness = 20;
    const slow = selection.extend(900);
    selection.only(2);
    await slow;
    expect(chosen()).toEqual(["d2"]);
  });
});
