import { expect, it } from "vitest";

import { fits } from "./fuzzy";

it("puts the beginning before the middle, and the middle before letters far apart", () => {
  const [begin, word, within, apart] = [fits("new", "New chat"), fits("chat", "New chat"), fits("hat", "New chat"), fits("nwc", "New chat")];
  expect([begin > word, word > within, within > apart, apart > 0]).toEqual([true, true, true, true]);
});

it("wants every word, in any order, whatever their accents", () => {
  expect(fits("chat new", "New chat")).toBeGreaterThan(0);
  expect(fits("new file", "New chat")).toBe(0);
  expect(fits("grosse", "Größe")).toBe(4);
  expect(fits("grossen", "Größe")).toBe(0);
  expect(fits("grö", "Textgröße")).toBeGreaterThan(0);
  expect(fits("gro", "Textgröße")).toBeGreaterThan(0);
});

it("takes the best of several names, and lets everything pass when nothing is typed", () => {
  expect(fits("settings", "Einstellungen", "Settings")).toBe(4);
  expect(fits("  ", "anything")).toBeGreaterThan(0);
  expect(fits("zq", "Quiz")).toBe(0);
});
