import { expect, it } from "vitest";

import type { PageReceipt } from "../host/messages/PageReceipt";
import type { PageState } from "../host/messages/PageState";
import { fatesOf } from "./receipt";

const page = (page: number, state: PageState, reason: string | null = null): PageReceipt => ({
  page, label: `${page + 1}`, state, reason, reader: "hayro", words: 0, milliseconds: 1,
});

it("puts pages of the same fate together, what asks for attention first", () => {
  const fates = fatesOf([
    page(0, "searchable"), page(1, "blank"), page(2, "failed", "It is damaged."), page(3, "searchable"), page(4, "image_only", "No words."),
    page(5, "failed", "It is too large."), page(6, "failed", "It is damaged."), page(7, "recognised"), page(8, "searchable", "Its font lies."),
  ]);
  expect(fates.map(({ state, reason, pages }) => [state, reason, pages.map(({ label }) => label).join(" ")])).toEqual([
    ["failed", "It is damaged.", "3 7"],
    ["failed", "It is too large.", "6"],
    ["image_only", "No words.", "5"],
    ["recognised", null, "8"],
    ["blank", null, "2"],
    ["searchable", null, "1 4"],
    ["searchable", "Its font lies.", "9"],
  ]);
});
