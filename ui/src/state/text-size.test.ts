import { expect, it, vi } from "vitest";

const setZoom = vi.fn(async () => {});
vi.mock("../host", () => ({ host: { setZoom } }));
const { stepped, textSize } = await import("./text-size.svelte");

it("goes from step to step and stays within them", () => {
  expect([stepped(100, 1), stepped(100, -1), stepped(200, 1), stepped(80, -1), stepped(133, 1)]).toEqual([110, 90, 200, 80, 150]);
});

it("is told to the host", () => {
  textSize.step(1);
  expect(setZoom).toHaveBeenLastCalledWith(1.1);
  for (let pressed = 0; pressed < 9; pressed += 1) textSize.step(1);
  expect([textSize.percent, textSize.isMost]).toEqual([200, true]);
  textSize.reset();
  expect(setZoom).toHaveBeenLastCalledWith(1);
});
