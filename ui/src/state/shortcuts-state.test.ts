import { beforeEach, describe, expect, it, vi } from "vitest";

const kept = new Map<string, string>();
vi.stubGlobal("localStorage", {
  getItem: (key: string) => kept.get(key) ?? null,
  setItem: (key: string, value: string) => void kept.set(key, value),
  removeItem: (key: string) => void kept.delete(key),
});
const { chordText, commandIds, defaults, shortcuts, withKeys } = await import("./shortcuts.svelte");

beforeEach(() => shortcuts.resetAll());

it("come without two for the same keys", () => {
  const all = commandIds.flatMap((id) => defaults[id]);
  expect(new Set(all).size).toBe(all.length);
});

describe("keys that the person chose", () => {
  it("are instead of those that were there, and are kept", () => {
    shortcuts.set("new-chat", ["Mod+J"]);
    expect(shortcuts.commandOf(["Mod+J"])).toEqual({ id: "new-chat", chord: "Mod+J" });
    expect(shortcuts.commandOf(["Mod+N"])).toBeUndefined();
    expect(kept.get("shortcuts")).toBe('{"new-chat":["Mod+J"]}');
    shortcuts.reset("new-chat");
    expect([shortcuts.of("new-chat"), kept.has("shortcuts")]).toEqual([["Mod+N"], false]);
  });

  it("are taken from what they did before", () => {
    expect(shortcuts.conflict("new-chat", "Mod+K")).toBe("palette");
    expect(shortcuts.conflict("palette", "Mod+K")).toBeUndefined();
    shortcuts.set("new-chat", ["Mod+K"]);
    expect([shortcuts.of("palette"), shortcuts.of("new-chat")]).toEqual([[], ["Mod+K"]]);
    shortcuts.reset("palette");
    expect([shortcuts.of("palette"), shortcuts.of("new-chat")]).toEqual([["Mod+K"], []]);
  });

  it("can be none", () => {
    shortcuts.set("focus-question", []);
    expect([shortcuts.commandOf(["/"]), shortcuts.isChanged("focus-question")]).toEqual([undefined, true]);
  });
});

it("are told as they are written on the keys", () => {
  expect([chordText("Mod+Shift+F"), chordText("Alt+ArrowLeft"), chordText("Mod+Plus")]).toEqual(["Ctrl+Shift+F", "Alt+←", "Ctrl++"]);
  expect([withKeys("New chat", "new-chat"), withKeys("Stop", "stop-answer")]).toEqual(["New chat (Ctrl+N)", "Stop"]);
});
