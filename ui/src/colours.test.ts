// Reads the colours as they are written down, so that none is changed without its contrast being known.
import { readFileSync } from "node:fs";

import { describe, expect, it } from "vitest";

type Colours = Record<string, string>;
const css = readFileSync(new URL("./app.css", import.meta.url), "utf8");

function listed(selector: string): Colours {
  const [, rest = ""] = css.split(`\n${selector} {`);
  const [block = ""] = rest.split("\n}");
  return Object.fromEntries([...block.matchAll(/--([\w-]+): (#[0-9a-f]{6}|rgb\([^)]+\));/g)].map(([, name, colour]) => [name, colour]));
}

const [light, dark, more, darkMore] = [":root", ':root[data-theme="dark"]', ':root[data-contrast="more"]', ':root[data-theme="dark"][data-contrast="more"]'].map(listed);
const themes: Record<string, Colours> = {
  light: { ...light },
  dark: { ...light, ...dark },
  "light with more contrast": { ...light, ...more },
  "dark with more contrast": { ...light, ...dark, ...more, ...darkMore },
};

/** Red, green, blue and how much of what is beneath is covered. */
function channels(colour: string): readonly [number, number, number, number] {
  const hex = /^#(..)(..)(..)$/.exec(colour)?.slice(1).map((part) => parseInt(part, 16));
  const [red = 0, green = 0, blue = 0, cover = 100] = hex ?? (colour.match(/[\d.]+/g) ?? []).map(Number);
  return [red, green, blue, cover / 100];
}

function luminance(rgb: readonly number[]): number {
  const [red = 0, green = 0, blue = 0] = rgb.map((value) => (value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(ink: string, ground: string, beneath = ground): number {
  const [under, over] = [channels(beneath), channels(ground)];
  const seen = [0, 1, 2].map((at) => (over[at] ?? 0) * over[3] + (under[at] ?? 0) * (1 - over[3]));
  const [one, other] = [luminance(channels(ink).slice(0, 3)), luminance(seen)];
  return (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
}

const grounds = ["paper", "surface", "raised"];
const pairs: [ink: string, ground: string][] = [
  ...["ink", "muted", "accent", "danger", "warning"].flatMap((ink) => [...grounds, "accent-soft"].map((ground): [string, string] => [ink, ground])),
  ["ink", "desk"], ["muted", "desk"], ["accent", "desk"], ["on-accent", "accent"],
  ["danger", "danger-soft"], ["ink", "danger-soft"], ["warning", "warning-soft"], ["ink", "warning-soft"],
];

describe.each(Object.entries(themes))("in the %s theme", (name, colours) => {
  const of = (colour: string) => colours[colour] ?? "none";
  const least = name.includes("contrast") ? 7 : 4.5;

  it.each(pairs)("%s is legible on %s", (ink, ground) => {
    expect(contrast(of(ink), of(ground))).toBeGreaterThanOrEqual(least);
  });

  it("words are legible where they are lit", () => {
    for (const lit of ["lit", "lit-soft"]) for (const ground of grounds) expect(contrast(of("ink"), of(lit), of(ground))).toBeGreaterThanOrEqual(4.5);
  });

  it("what has the focus, and the edges of fields, are seen", () => {
    for (const ground of grounds) for (const line of ["accent", "edge"]) expect(contrast(of(line), of(ground))).toBeGreaterThanOrEqual(3);
  });
});

it("are listed", () => {
  expect(Object.keys(light ?? {}).length).toBeGreaterThan(18);
  for (const other of [dark, more, darkMore]) expect(Object.keys(other ?? {}).every((name) => name in (light ?? {}))).toBe(true);
});

describe("before the page is there", () => {
  const both = [light?.["paper"], dark?.["paper"]];

  it("its paper has the colours it will have", () => {
    const first = readFileSync(new URL("../public/paper.css", import.meta.url), "utf8");
    expect([...first.matchAll(/background: (#[0-9a-f]{6})/g)].map(([, colour]) => colour)).toEqual(both);
  });

  it("the host's window has them too", () => {
    const host = readFileSync(new URL("../../src-tauri/desktop/looks.rs", import.meta.url), "utf8");
    const colours = [...host.matchAll(/: Color = Color\((.+), 0xff\);/g)].map(([, parts = ""]) => `#${parts.replace(/0x|, /g, "")}`);
    expect(colours).toEqual(both);
  });
});
