import { beforeEach, describe, expect, it, vi } from "vitest";

import type { DocumentsFound } from "../host/messages/DocumentsFound";
import type { DocumentsRequest } from "../host/messages/DocumentsRequest";
import type { DocumentSummary } from "../host/messages/DocumentSummary";

let ids: string[] = [];
let asked: DocumentsRequest[] = [];
let answer: (request: DocumentsRequest) => Promise<DocumentsFound>;
const found = async ({ offset, limit, looked_for }: DocumentsRequest): Promise<DocumentsFound> => {
  const fitting = looked_for === "" ? ids : ids.filter((id) => id.includes(looked_for));
  return { total: fitting.length, documents: fitting.slice(offset, offset + limit).map((id) => ({ id, title: id }) as DocumentSummary) };
};
const host = { findDocuments: (request: DocumentsRequest) => (asked.push(request), answer(request)) };
vi.mock("../host", () => ({ host, messageOf: (error: Error) => error.message }));
const { documentList } = await import("./document-list.svelte");

const nap = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));
const settled = () => vi.waitFor(() => expect(documentList["isLoading"]).toBe(false), { interval: 2 });

beforeEach(async () => {
  await settled();
  ids = Array.from({ length: 100_000 }, (_, number) => `d${number}`);
  answer = found;
  documentList.show({ collection: null, looked_for: "", kinds: [], only_unread: false, order: "added", is_descending: true });
  await settled();
  asked = [];
});

describe("the list of documents", () => {
  it("asks for what is in sight and a little around it", async () => {
    documentList.see(50_000, 50_020);
    await settled();
    expect(asked.map(({ offset, limit }) => [offset, limit])).toEqual([[49_800, 400]]);
    expect([documentList.total, documentList.at(50_010)?.id, documentList.at(70_000)]).toEqual([100_000, "d50010", undefined]);
    documentList.see(50_001, 50_021);
    await settled();
    expect(asked.length).toBe(1);
  });

  it("passes over what was in sight for a moment only", async () => {
    for (let first = 1000; first < 90_000; first += 1000) documentList.see(first, first + 20);
    await settled();
    expect(asked.length).toBeLessThan(3);
    expect(documentList.at(89_010)?.id).toBe("d89010");
  });

  it("keeps no more than is near", async () => {
    for (let first = 0; first < 20_000; first += 400) {
      documentList.see(first, first + 20);
      await settled();
    }
    expect(documentList["stretches"].size).toBeLessThanOrEqual(25);
    expect([documentList.at(19_605)?.id, documentList.at(5)]).toEqual(["d19605", undefined]);
  });

  it("shows what was there until it is there anew, and knows where it went", async () => {
    documentList.see(300, 320);
    await settled();
    ids = ["new", ...ids];
    const refreshed = documentList.refresh();
    expect(documentList.placeOf("d305")).toBe(305);
    await refreshed;
    expect([documentList.placeOf("d305"), documentList.total]).toEqual([306, 100_001]);
  });

  it("goes to its end when most of it is gone", async () => {
    documentList.see(50_000, 50_020);
    await settled();
    ids = ids.slice(0, 30);
    await documentList.refresh();
    expect([documentList.total, documentList.at(29)?.id, documentList.at(30)]).toEqual([30, "d29", undefined]);
  });

  it("looks for what is typed when the typing rests, and begins anew", async () => {
    const { turns } = documentList;
    documentList.look("d9999");
    documentList.look("d99999");
    expect(asked).toEqual([]);
    await vi.waitFor(() => expect(documentList.total).toBe(1));
    expect(asked.map(({ looked_for }) => looked_for)).toEqual(["d99999"]);
    expect([documentList.turns, documentList.isNarrowed]).toEqual([turns + 1, true]);
    documentList.widen();
    await settled();
    expect([documentList.total, documentList.lookedFor, documentList.isNarrowed]).toEqual([100_000, "", false]);
  });

  it("shows the later of two even if the earlier takes longer", async () => {
    answer = async (request) => (await nap(request.looked_for === "d1" ? 40 : 1), found(request));
    documentList.lookedFor = "d1";
    documentList.show({});
    documentList.lookedFor = "d99999";
    documentList.show({});
    await settled();
    expect([documentList.total, documentList.shown?.looked_for]).toEqual([1, "d99999"]);
  });

  it("is refreshed in the end even if each answer comes too late", async () => {
    answer = async (request) => (await nap(10), found(request));
    for (let times = 0; times < 5; times += 1) {
      void documentList.refresh();
      await nap(5);
    }
    ids = ids.slice(1);
    await documentList.refresh();
    await settled();
    expect([documentList.at(0)?.id, documentList.total]).toEqual(["d1", 99_999]);
  });

  it("tells what went wrong, and goes on when it is asked again", async () => {
    answer = () => Promise.reject(new Error("The disk is gone."));
    await documentList.refresh();
    expect([documentList.problem, documentList.at(0)?.id]).toEqual(["The disk is gone.", "d0"]);
    answer = found;
    await documentList.refresh();
    expect(documentList.problem).toBeUndefined();
  });

  it("knows all ids between two places", async () => {
    expect(await documentList.idsBetween(3, 5)).toEqual(["d3", "d4", "d5"]);
    expect(asked).toEqual([]);
    expect((await documentList.idsBetween(0, 99_999)).length).toBe(100_000);
    expect(asked.length).toBe(20);
  });

  it("can be empty", async () => {
    ids = [];
    await documentList.refresh();
    expect([documentList.total, documentList.at(0)]).toEqual([0, undefined]);
  });
});
