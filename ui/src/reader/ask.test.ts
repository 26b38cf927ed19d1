import { expect, it, vi } from "vitest";

const open: { scope?: unknown; draft: string } = { draft: "" };
vi.mock("../state/chats.svelte", () => ({ chats: { open } }));
vi.mock("../chat/to-question", () => ({ toQuestion: vi.fn() }));
const close = vi.fn();
vi.mock("../state/reader.svelte", () => ({ reader: { close } }));
const { ask, quoted } = await import("./ask");

const lease = { id: "d", title: "Lease" };

it("asks one document about what is selected", () => {
  ask(lease, " Pets are\n allowed. ");
  expect(open).toEqual({ scope: lease, draft: "About “Pets are allowed.”: " });
});

it("leaves what was typed, if nothing is selected", () => {
  open.draft = "Who";
  ask(lease);
  expect(open).toEqual({ scope: lease, draft: "Who" });
});

it("makes room for the question in a narrow window", () => {
  vi.stubGlobal("matchMedia", () => ({ matches: true }));
  ask(lease);
  expect(close).toHaveBeenCalledOnce();
  vi.unstubAllGlobals();
});

it("quotes so much that it can be read", () => {
  expect(quoted("word ".repeat(100))).toHaveLength(300);
  expect(quoted("word ".repeat(100))).toMatch(/word…$/);
  expect(quoted(`${"x".repeat(299)}😀`)).toBe(`${"x".repeat(299)}…`);
});
