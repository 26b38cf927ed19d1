import { describe, expect, it } from "vitest";

import { excerpt, marked } from "./found";

const shown = (text: string, lookedFor: string) => marked(text, lookedFor).map((piece) => (piece.isFound ? `[${piece.text}]` : piece.text)).join("");

describe("what was looked for", () => {
  it("is marked wherever it stands, in capital letters or not", () => {
    expect(shown("Rent is due. The RENT rises.", "rent")).toBe("[Rent] is due. The [RENT] rises.");
    expect(shown("ÄRGER und Ärger", "ärger")).toBe("[ÄRGER] und [Ärger]");
    expect(shown("The Café’s rent", "cafe's"), "as the engine finds it").toBe("The [Café’s] rent");
  });

  it("is what it is, whatever its signs", () => {
    expect(shown("C++ (and C)", "C++ (")).toBe("[C++ (]and C)");
    expect(shown("a.b axb", "a.b")).toBe("[a.b] axb");
  });

  it("may be nothing, or nowhere", () => {
    expect(shown("Rent", " ")).toBe("Rent");
    expect(shown("Rent", "lease")).toBe("Rent");
  });

  it("is near the beginning of what is told of its place", () => {
    expect(excerpt("The rent is 900 euros.", "rent")).toBe("The rent is 900 euros.");
    expect(excerpt("The lease of the flat\nin Mill Lane ends on 1 May.", "ends on")).toBe("…in Mill Lane ends on 1 May.");
    expect(excerpt(`${"x".repeat(40)}rent`, "rent")).toBe("…rent");
    expect(excerpt(`${"ﬀ ".repeat(40)}Straße`, "strasse")).toBe("…ﬀ ﬀ ﬀ ﬀ ﬀ ﬀ ﬀ ﬀ Straße");
  });
});
