import { expect, it, vi } from "vitest";

const host = { readPages: vi.fn(async (document: string) => [{ page: 0, label: "1", text: document, headings: [] }]) };
vi.mock("../host", () => ({ host }));
const { pageTexts } = await import("./page-texts");

it("reads each of the last few documents once", async () => {
  for (const document of ["a", "b", "c", "a", "d", "a", "b"]) await pageTexts(document);
  expect(host.readPages.mock.calls.flat()).toEqual(["a", "b", "c", "d", "b"]);
});

it("tries again what could not be read", async () => {
  host.readPages.mockRejectedValueOnce("busy");
  await expect(pageTexts("new")).rejects.toBe("busy");
  expect((await pageTexts("new"))[0]?.text).toBe("new");
});
