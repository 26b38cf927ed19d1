import { beforeEach, expect, it, vi } from "vitest";

const kept = new Map<string, string>();
vi.stubGlobal("localStorage", {
  getItem: (key: string) => kept.get(key) ?? null,
  setItem: (key: string, value: string) => void kept.set(key, value),
  removeItem: (key: string) => void kept.delete(key),
});
vi.useFakeTimers();

let answer: ((title: string) => void)[] = [];
const documents = (title: string) => ({ total: 1, documents: [{ id: title, title, filename: `${title}.pdf` }] });
const findDocuments = vi.fn(() => new Promise((resolve) => answer.push((title) => resolve(documents(title)))));
vi.mock("../host", () => ({ host: { findDocuments, listChats: async () => [] }, messageOf: (error: Error) => error.message, codeOf: () => undefined }));
// What it needs to read PDF files is only in a web view.
vi.mock("../reader/finding.svelte", () => ({ finding: { open: () => {} } }));
const { palette } = await import("./palette.svelte");
const { reader } = await import("./reader.svelte");

const names = () => palette.groups.flatMap(({ findings }) => findings.map(({ name }) => name));

beforeEach(() => {
  answer = [];
  findDocuments.mockClear();
  palette.begin();
});

it("asks once for what is typed in one go, and shows the newest answer, whichever comes last", async () => {
  palette.type("le");
  palette.type("lease");
  await vi.advanceTimersByTimeAsync(200);
  palette.type("leaves");
  await vi.advanceTimersByTimeAsync(200);
  expect(findDocuments).toHaveBeenCalledTimes(2);
  answer[1]?.("Leaves");
  await vi.advanceTimersByTimeAsync(0);
  answer[0]?.("Lease");
  await vi.advanceTimersByTimeAsync(0);
  expect(names()).toContain("Leaves");
  expect(names()).not.toContain("Lease");
  expect(palette.looking).toBe(false);
});

it("finds actions and settings by their names, and only what can be done", () => {
  palette.type("new");
  expect(names()[0]).toBe("New chat");
  palette.type("privacy");
  expect(names()).toEqual(["Settings: Privacy"]);
  palette.type("stop answer");
  expect(names(), "nothing is being answered").toEqual([]);
  palette.type("search in the doc");
  expect(names(), "no document is open").toEqual([]);
  reader.open({ id: "d", title: "D" });
  expect(names()).toEqual(["Search in the document"]);
  reader.close();
});

it("puts first what was chosen lately", () => {
  palette.type("theme");
  const dark = palette.groups.flatMap(({ findings }) => findings).find(({ key }) => key === "command:theme-dark");
  if (dark) palette.note(dark);
  expect(names()[0]).toBe("Dark theme");
  palette.begin();
  expect(palette.groups[0]?.findings.map(({ name }) => name)).toEqual(["Dark theme"]);
  expect(JSON.parse(kept.get("palette-recent") ?? "")).toEqual([{ kind: "command", id: "theme-dark", name: "Dark theme" }]);
});
