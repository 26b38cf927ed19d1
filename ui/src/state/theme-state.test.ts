import { expect, it, vi } from "vitest";

const kept = new Map<string, string>([["theme", "sepia"]]);
vi.stubGlobal("localStorage", {
  getItem: (key: string) => kept.get(key) ?? null,
  setItem: (key: string, value: string) => void kept.set(key, value),
  removeItem: (key: string) => void kept.delete(key),
});
vi.mock("../host", () => ({ host: { setTheme: async () => {} } }));
const { theme } = await import("./theme.svelte");

it("follows the system where nothing was chosen that is known", () => {
  expect([theme.chosen, theme.now, theme.hasContrast]).toEqual([undefined, "light", false]);
});

it("is what was chosen, and kept until that is taken back", () => {
  theme.choose("dark");
  theme.setContrast(true);
  expect([theme.now, theme.hasContrast, kept.get("theme"), kept.get("contrast")]).toEqual(["dark", true, "dark", "more"]);
  theme.choose(undefined);
  theme.setContrast(false);
  expect([theme.now, theme.hasContrast, kept.size]).toEqual(["light", false, 0]);
});
