import { beforeEach, describe, expect, it, vi } from "vitest";

import type { Citation } from "../host/messages/Citation";
import type { DocumentReference } from "../host/messages/DocumentReference";
import type { DocumentSummary } from "../host/messages/DocumentSummary";
import type { PageText } from "../host/messages/PageText";

const host = {
  readPages: vi.fn<(document: string) => Promise<PageText[]>>(),
  standIn: vi.fn<(document: DocumentReference) => Promise<DocumentSummary | null>>(),
};
vi.mock("../host", () => ({ host, messageOf: String, codeOf: () => undefined }));
const { reader } = await import("./reader.svelte");

const cited = (number: number, id: string, path: string, quote: string): Citation =>
  ({ number, document: { id, title: id, path }, page: 7, quote, boxes: [[7, 0, 0, 1, 1]], spans: [[7, 0, 4]] }) as unknown as Citation;
const today = (id: string, path: string) => ({ id, title: `${id} today`, path }) as DocumentSummary;
/** What is shown: the document, the page, the spans that are lit, and whether it is a later one. */
const shown = () => [reader.opened?.id, reader.lit?.page, reader.lit?.spans, reader.isLater];
const soon = () => new Promise((resolve) => setTimeout(resolve));

beforeEach(() => {
  const there = [today("same", "/same.pdf"), today("new", "/lease.txt")];
  host.standIn.mockReset().mockImplementation(async ({ id, path }) => there.find((it) => it.id === id) ?? there.find((it) => it.path === path) ?? null);
  host.readPages.mockReset().mockResolvedValue([{ page: 2, label: "3", text: "It ends on 1 June. Pets are allowed.", headings: [] }]);
  reader.close();
});

describe("a citation", () => {
  it("opens where it stands", async () => {
    const citation = cited(1, "same", "/same.pdf", "It is so.");
    reader.openCitation(citation, [citation]);
    await soon();
    expect(shown()).toEqual(["same", 7, [[7, 0, 4]], false]);
    expect(host.readPages).not.toHaveBeenCalled();
  });

  it("of the document that is shown is gone to at once", async () => {
    const citations = [cited(1, "same", "/same.pdf", "It is so."), cited(2, "same", "/same.pdf", "So it is.")];
    reader.openCitation(citations[0]!, citations);
    await soon();
    reader.step(1);
    expect([reader.lit?.quote, host.standIn.mock.calls.length]).toEqual(["So it is.", 1]);
  });

  it("opens where it stood, if nobody can say what has become of it", async () => {
    host.standIn.mockRejectedValue("the library is busy");
    const citation = cited(1, "old", "/lease.txt", "Pets are allowed.");
    reader.openCitation(citation, [citation]);
    await soon();
    expect(shown()).toEqual(["old", 7, [[7, 0, 4]], false]);
  });

  it("opens what its file has become, where its words are now", async () => {
    const citation = cited(1, "old", "/lease.txt", "Pets are\nallowed.");
    reader.openCitation(citation, [citation]);
    await soon();
    expect(shown()).toEqual(["new", 2, [[2, 19, 36]], true]);
    expect([host.readPages.mock.calls, reader.current]).toEqual([[["new"]], citation]);
  });

  it("whose words changed opens at those of today, also when it is stepped to", async () => {
    const citations = [cited(1, "old", "/lease.txt", "It ends on 1 May."), cited(2, "old", "/lease.txt", "No dogs.")];
    const changed = [
      { number: 1, before: "", after: "It ends on 1 June.", document: "new" },
      { number: 2, before: "", after: null, document: "new" },
    ];
    reader.openCitation(citations[0]!, citations, changed);
    await soon();
    expect(shown()).toEqual(["new", 2, [[2, 0, 18]], true]);
    reader.step(1);
    await soon();
    expect(shown(), "where it stood, if it stands nowhere").toEqual(["new", 7, [], true]);
    reader.step(1);
    await soon();
    expect(shown()).toEqual(["new", 2, [[2, 0, 18]], true]);
  });

  it("of what is gone is opened all the same, with its words", async () => {
    const citation = cited(1, "gone", "/gone.txt", "It was so.");
    reader.openCitation(citation, [citation], [{ number: 1, before: "It was so.", after: null, document: null }]);
    await soon();
    expect([reader.opened?.id, reader.lit?.quote, reader.isLater]).toEqual(["gone", "It was so.", false]);
  });

  it("does not come over what was opened after it", async () => {
    const citation = cited(1, "old", "/lease.txt", "Pets are allowed.");
    reader.openCitation(citation, [citation]);
    reader.open({ id: "same", title: "Same" });
    await soon();
    expect([reader.opened?.id, reader.current]).toEqual(["same", undefined]);
  });

  it("that is asked for last is shown, whichever is known first", async () => {
    const [slow, quick] = [cited(1, "slow", "/same.pdf", "a"), cited(2, "same", "/same.pdf", "b")];
    let answer = (_: DocumentSummary | null) => {};
    host.standIn.mockReturnValueOnce(new Promise((resolve) => (answer = resolve)));
    reader.openCitation(slow, [slow, quick]);
    reader.openCitation(quick, [slow, quick]);
    await soon();
    answer(null);
    await soon();
    expect([reader.opened?.id, reader.current]).toEqual(["same", quick]);
  });
});
