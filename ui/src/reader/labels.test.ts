import { describe, expect, it } from "vitest";

import { areShort, pageOf } from "./labels";

const labels = ["i", "ii", "iii", "1", "2", "3"];

describe("a page that is typed", () => {
  it("is known by its printed label first, then by its number", () => {
    expect(["II", " 2 ", "6", "1"].map((typed) => pageOf(typed, labels))).toEqual([1, 4, 5, 3]);
  });

  it("is the label however it is written", () => {
    expect([pageOf("a-2", ["A–1", "A–2"]), pageOf("uber", ["Größe", "Über"]), pageOf("GROSSE", ["Größe"])]).toEqual([1, 1, 0]);
  });

  it("may not exist", () => {
    expect(["", " ", "7", "0", "iv", "-1", "1.5", "2e0"].map((typed) => pageOf(typed, labels))).toEqual(Array(8).fill(undefined));
    expect(pageOf("1", [])).toBeUndefined();
  });

  it("is the next one of those with the same label", () => {
    const twice = ["1", "2", "1", "2"];
    expect([pageOf("1", twice, 1), pageOf("1", twice, 3), pageOf("2", twice)]).toEqual([2, 0, 1]);
  });
});

it("tells numbers from names", () => {
  expect([areShort(labels), areShort(["Sales 2024", "Costs"])]).toEqual([true, false]);
});
