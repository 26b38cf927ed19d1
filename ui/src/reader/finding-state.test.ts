import { beforeEach, describe, expect, it, vi } from "vitest";

const pages = ["one kettle", "nothing", "a kettle and a Kettle", "kettle"].map((text, page) => ({ page, label: String(page + 1), text, headings: [] }));
const contents = { texts: vi.fn(async () => pages) };
vi.mock("./contents.svelte", () => ({ contents }));
const { view } = await import("./view.svelte");
const { finding } = await import("./finding.svelte");

const place = () => [finding.at + 1, finding.matches.length];

async function look(query: string) {
  finding.look(query);
  await vi.advanceTimersByTimeAsync(500);
}

beforeEach(() => {
  vi.useFakeTimers();
  contents.texts.mockReset().mockResolvedValue(pages);
  finding.forget();
  [view.page, view.start] = [0, 0];
});

describe("the search in a document", () => {
  it("begins where the reading is, and goes round", async () => {
    view.page = 2;
    await look("kettle");
    expect([place(), finding.current?.page]).toEqual([[2, 4], 2]);
    finding.step(1);
    finding.step(1);
    finding.step(1);
    expect([place(), finding.current?.page]).toEqual([[1, 4], 0]);
    finding.step(-1);
    expect(place()).toEqual([4, 4]);
  });

  it("knows what is on a page", async () => {
    await look("kettle");
    expect([0, 1, 2].map((page) => finding.on(page).length)).toEqual([1, 0, 2]);
  });

  it("looks for what was typed last only", async () => {
    finding.look("one");
    await look("nothing");
    expect([contents.texts.mock.calls.length, finding.matches.map(({ page }) => page)]).toEqual([1, [1]]);
  });

  it("finds nothing where there is nothing", async () => {
    await look("teapot");
    expect([place(), finding.isBusy]).toEqual([[0, 0], false]);
    await look("  ");
    expect([place(), finding.isBusy]).toEqual([[0, 0], false]);
    finding.step(1);
    expect(finding.at).toBe(-1);
  });

  it("is not busy for ever with pages that cannot be read", async () => {
    contents.texts.mockRejectedValue("busy");
    await look("kettle");
    expect([place(), finding.isBusy]).toEqual([[0, 0], false]);
  });

  it("offers again what was looked for, but forgets it with the document", async () => {
    await look("kettle");
    finding.close();
    expect([finding.query, finding.matches]).toEqual(["kettle", []]);
    finding.open();
    await vi.advanceTimersByTimeAsync(500);
    expect(place()).toEqual([1, 4]);
    finding.forget();
    expect([finding.query, finding.isOpen]).toEqual(["", false]);
  });
});
