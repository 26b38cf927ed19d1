import { describe, expect, it } from "vitest";

import { ariaChord, chordsOf, isChord, isTaken, writes, type Pressed } from "./chords";

const press = (key: string, code: string, ...held: ("ctrl" | "meta" | "alt" | "shift" | "third")[]): Pressed => ({
  key, code,
  ctrlKey: held.includes("ctrl"), metaKey: held.includes("meta"), altKey: held.includes("alt"), shiftKey: held.includes("shift"),
  getModifierState: (name) => name === "AltGraph" && held.includes("third"),
});

describe("keys that are pressed", () => {
  it("are written down the same way on every system", () => {
    expect(chordsOf(press("n", "KeyN", "ctrl"), false)).toEqual(["Mod+N"]);
    expect(chordsOf(press("n", "KeyN", "meta"), true)).toEqual(["Mod+N"]);
    expect(chordsOf(press("n", "KeyN", "meta"), false)).toEqual(["Meta+N"]);
    expect(chordsOf(press("n", "KeyN", "ctrl"), true)).toEqual(["Ctrl+N"]);
    expect(chordsOf(press("F", "KeyF", "ctrl", "shift"), false)).toEqual(["Mod+Shift+F"]);
    expect(chordsOf(press("F6", "F6", "shift"), false)).toEqual(["Shift+F6"]);
    expect(chordsOf(press("ArrowLeft", "ArrowLeft", "alt"), false)).toEqual(["Alt+ArrowLeft"]);
    expect(chordsOf(press(" ", "Space", "ctrl", "shift"), false)).toEqual(["Mod+Shift+Space"]);
  });

  it("are letters where the letters are, and signs however they are typed", () => {
    // French keys: the A is where others have the Q.
    expect(chordsOf(press("a", "KeyQ", "ctrl"), false)).toEqual(["Mod+A"]);
    // An American, a German and a numeric keypad.
    expect(chordsOf(press("?", "Slash", "shift"), false)).toEqual(["?"]);
    expect(chordsOf(press("?", "Minus", "shift"), false)).toEqual(["?"]);
    expect(chordsOf(press("+", "Equal", "ctrl", "shift"), false)).toEqual(["Mod+Plus"]);
    expect(chordsOf(press("+", "NumpadAdd", "ctrl"), false)).toEqual(["Mod+Plus"]);
    expect(chordsOf(press("à", "Digit0", "ctrl"), false)).toContain("Mod+0");
  });

  it("are taken by their place where no Latin letters are written", () => {
    expect(chordsOf(press("т", "KeyN", "ctrl"), false)).toContain("Mod+N");
    expect(chordsOf(press("Dead", "KeyN", "alt"), true)).toEqual(["Alt+N"]);
    expect(chordsOf(press("Control", "ControlLeft", "ctrl"), false)).toEqual([]);
  });

  it("are no shortcut where a third sign is typed", () => {
    expect(chordsOf(press("{", "Digit7", "ctrl", "alt", "third"), false)).toEqual(["{"]);
  });
});

it("tells what would be written where text is typed", () => {
  expect(["/", "?", "N", "Shift+N", "Plus", "ArrowLeft", "Enter"].map((chord) => writes(chord, false))).not.toContain(false);
  expect(["Mod+N", "F1", "Shift+F6", "Escape", "Alt+ArrowLeft"].map((chord) => writes(chord, false))).not.toContain(true);
  expect(writes("Alt+ArrowLeft", true), "on a Mac it goes to the word before").toBe(true);
});

it("keeps for everybody what everybody needs", () => {
  expect(["Escape", "Tab", "Mod+C", "Mod+Z"].every(isTaken)).toBe(true);
  expect(["Mod+N", "F6", "?"].some(isTaken)).toBe(false);
});

it("knows what was written down well", () => {
  expect(["Mod+N", "Mod+Plus", "?", "Alt+ArrowLeft"].every(isChord)).toBe(true);
  expect(["", "Mod", "Mod+", "Strg+N", 3, null].some(isChord)).toBe(false);
  expect([ariaChord("Mod+Shift+F", false), ariaChord("Mod+K", true)]).toEqual(["Control+Shift+F", "Meta+K"]);
});
