import { describe, expect, it } from "vitest";

import type { PageSpan } from "../host/messages/PageSpan";
import { surroundings } from "./surroundings";

const pages = [{ page: 3, label: "4", text: "Anna came.\n\nThe clock is on\nthe wall. Nobody saw it.", headings: [] }];
const clock: { quote: string; spans: PageSpan[] } = { quote: "The clock is on\nthe wall.", spans: [[3, 12, 37]] };

describe("what is cited", () => {
  it("is shown with the words around it, on lines of no length", () => {
    expect(surroundings(clock, pages)).toEqual({ before: "Anna came. ", quote: "The clock is on the wall.", after: " Nobody saw it." });
  });

  it("is shown alone, if the words around it are not known", () => {
    const alone = { before: "", quote: "The clock is on the wall.", after: "" };
    expect([surroundings(clock, undefined), surroundings({ ...clock, spans: [] }, pages), surroundings(clock, [])]).toEqual([alone, alone, alone]);
  });

  it("is cut between words", () => {
    const text = `${"before ".repeat(60)}here${" behind".repeat(60)}`;
    const { before, after } = surroundings({ quote: "here", spans: [[0, 420, 424]] }, [{ page: 0, label: "1", text, headings: [] }]);
    expect(before).toMatch(/^…before (before )+$/);
    expect(after).toMatch(/^ behind( behind)+…$/);
    const long = surroundings({ quote: "word ".repeat(200), spans: [[0, 0, 5]] }, [{ page: 0, label: "1", text, headings: [] }]);
    expect([long.quote.length < 325, long.quote.endsWith("word…"), long.after]).toEqual([true, true, ""]);
  });
});
