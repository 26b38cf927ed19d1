import { beforeEach, describe, expect, it, vi } from "vitest";

import type { DocumentDetail } from "../host/messages/DocumentDetail";
import type { PageText } from "../host/messages/PageText";

const host = {
  showDocument: vi.fn<(document: string) => Promise<DocumentDetail>>(),
  readPages: vi.fn<(document: string) => Promise<PageText[]>>(),
  readDocument: vi.fn(async () => new ArrayBuffer(0)),
};
vi.mock("../host", () => ({ host, messageOf: ({ message }: { message: string }) => message, codeOf: ({ code }: { code: string }) => code }));
const pdf = { numPages: 3, getPage: async () => "page" };
const destroy = vi.fn();
const openPdf = vi.fn((_: ArrayBuffer, ask: (answer: (password: string) => void, wrong: boolean) => void) => {
  const task = { destroy, promise: Promise.resolve(pdf), ask };
  return task;
});
vi.mock("./pdf", () => ({ openPdf, sizeOf: () => ({ width: 600, height: 800 }) }));
const { contents, dense } = await import("./contents.svelte");

const detail = (id: string, more: Partial<DocumentDetail> = {}) =>
  ({ id, filename: `${id}.md`, content_type: "text/markdown", outline: [], receipt: [], ...more }) as unknown as DocumentDetail;
const soon = () => new Promise((resolve) => setTimeout(resolve));
let close = () => {};

async function open(id: string, more: Partial<DocumentDetail> = {}) {
  host.showDocument.mockResolvedValueOnce(detail(id, more));
  close = contents.open(id);
  await soon();
}

beforeEach(() => {
  close();
  vi.clearAllMocks();
  host.readPages.mockImplementation(async (id) => [
    { page: 0, label: "One", text: `First\n\n${id}`, headings: [{ start: 0, end: 5, level: 1 }] },
    { page: 2, label: "Three", text: "Part\n\nend", headings: [{ start: 0, end: 4, level: 2 }] },
  ]);
});

describe("a document that is opened", () => {
  it("is a text with pages for all places, and its headings", async () => {
    await open("notes");
    expect([contents.shown?.kind, contents.labels]).toEqual(["text", ["One", "2", "Three"]]);
    expect(contents.outline.map(({ title, page, depth }) => [title, page, depth])).toEqual([["First", 0, 0], ["Part", 2, 1]]);
    expect((await contents.texts()).length).toBe(3);
  });

  it("is a PDF with the labels that were read on its pages", async () => {
    const outline = [{ level: 0, title: "Begin", page: 1 }];
    const receipt = [{ page: 0, label: "iv" }, { page: 1, label: "1" }] as DocumentDetail["receipt"];
    await open("paper", { content_type: "application/pdf", outline, receipt });
    expect([contents.shown?.kind, contents.labels]).toEqual(["pdf", ["iv", "1", "3"]]);
    expect(contents.outline.map(({ title, page }) => [title, page])).toEqual([["Begin", 1]]);
  });

  it("is kept for a moment, if it is a PDF, so that going to and fro is quick", async () => {
    const paper = { content_type: "application/pdf" };
    for (const id of ["a", "b", "a", "b"]) {
      await open(id, paper);
      close();
    }
    expect(openPdf, "each is opened once").toHaveBeenCalledTimes(2);
    const before = destroy.mock.calls.length;
    await open("c", paper);
    close();
    expect(destroy, "two are kept").toHaveBeenCalledTimes(before + 1);
  });

  it("may need a password", async () => {
    openPdf.mockImplementationOnce((_, ask) => {
      ask(() => {}, true);
      return { destroy, promise: new Promise(() => {}), ask };
    });
    await open("secret", { content_type: "application/pdf" });
    expect(contents.shown).toMatchObject({ kind: "locked", wrong: true });
    const before = destroy.mock.calls.length;
    close();
    expect(destroy.mock.calls.length, "and needs it each time").toBe(before + 1);
  });

  it("may be gone, or not be shown for another reason", async () => {
    host.showDocument.mockRejectedValueOnce({ code: "unknown_document", message: "no" });
    close = contents.open("old");
    await soon();
    expect(contents.shown).toEqual({ kind: "gone" });
    close();
    host.showDocument.mockRejectedValueOnce({ code: "index", message: "The library is busy." });
    close = contents.open("other");
    await soon();
    expect(contents.shown).toEqual({ kind: "problem", message: "The library is busy." });
  });

  it("does not come when it is not wanted any more", async () => {
    let answer = (_: DocumentDetail) => {};
    host.showDocument.mockReturnValueOnce(new Promise((resolve) => (answer = resolve)));
    contents.open("slow")();
    await open("next");
    answer(detail("slow"));
    await soon();
    expect(contents.detail?.id).toBe("next");
  });
});

it("has a page for each place", () => {
  expect([dense([]), dense([{ page: 1, label: "x", text: "t", headings: [] }]).map(({ label }) => label)]).toEqual([[], ["1", "x"]]);
});
