import { describe, expect, it } from "vitest";

import { whereIs } from "./today";

describe("words that were cited", () => {
  const pages = [{ page: 0, label: "1", text: "Rent is due.", headings: [] }, { page: 4, label: "5", text: "😀 The lease\n ends (on) 1 May.", headings: [] }];

  it("are found however lines break, and counted in UTF-16 units", () => {
    expect(whereIs(pages, "lease ends (on) 1")).toEqual({ page: 4, span: [4, 7, 25] });
  });

  it("may be nowhere, or none", () => {
    expect([whereIs(pages, "1 June"), whereIs(pages, " ")]).toEqual([undefined, undefined]);
  });
});
