import { describe, expect, it } from "vitest";

import { standIn, whereIs } from "./today";

const document = (id: string, path: string) => ({ id, path, title: id });

describe("a document that was cited", () => {
  const today = [document("new", "/lease.txt"), document("other", "/moved.txt")];

  it("is itself as long as it is there, wherever its file is", () => {
    expect(standIn(today, document("other", "/lease.txt"))?.id).toBe("other");
  });

  it("is what its file has become, if it is not", () => {
    expect(standIn(today, document("old", "/lease.txt"))?.id).toBe("new");
    expect(standIn(today, document("old", "/gone.txt"))).toBeUndefined();
  });
});

describe("words that were cited", () => {
  const pages = [{ page: 0, label: "1", text: "Rent is due." }, { page: 4, label: "5", text: "😀 The lease\n ends (on) 1 May." }];

  it("are found however lines break, and counted in UTF-16 units", () => {
    expect(whereIs(pages, "lease ends (on) 1")).toEqual({ page: 4, span: [4, 7, 25] });
  });

  it("may be nowhere, or none", () => {
    expect([whereIs(pages, "1 June"), whereIs(pages, " ")]).toEqual([undefined, undefined]);
  });
});
