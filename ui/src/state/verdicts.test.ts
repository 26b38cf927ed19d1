import { describe, expect, it } from "vitest";

import type { AnswerSentence } from "../host/messages/AnswerSentence";
import { checked, markOf } from "./verdicts";

const sentence = (verdict: AnswerSentence["verdict"], ...problems: AnswerSentence["problems"]): AnswerSentence => ({
  start: 0, end: 1, verdict, numbers: [], problems,
});

describe("a sentence", () => {
  it("that is carried is not marked", () => {
    expect([markOf(sentence("quoted")), markOf(sentence("supported"))]).toEqual(["none", "none"]);
  });

  it("is doubted if nothing carries it, or something of it is wrong", () => {
    expect(markOf(sentence("unsupported"))).toBe("doubtful");
    expect(markOf(sentence("supported", { kind: "number_not_found", text: "1,285" }))).toBe("doubtful");
    expect(markOf(sentence("supported", { kind: "wrong_source", is_elsewhere: false }))).toBe("doubtful");
    expect(markOf(sentence("unsupported", { kind: "wrong_source", is_elsewhere: true }))).toBe("doubtful");
  });

  it("that another passage carries is only noted", () => {
    expect(markOf(sentence("supported", { kind: "wrong_source", is_elsewhere: true }))).toBe("mild");
  });

  it("that claims nothing is not judged", () => {
    expect(markOf(sentence(null, { kind: "no_evidence" }))).toBe("none");
  });
});

describe("an answer", () => {
  it("is summed up by what it claims", () => {
    const elsewhere = { kind: "wrong_source", is_elsewhere: true } as const;
    const sentences = [sentence(null), sentence("quoted"), sentence("supported", elsewhere), sentence("supported", { kind: "no_evidence" })];
    expect(checked(sentences)).toEqual({ found: 2, of: 3 });
    expect(checked([])).toEqual({ found: 0, of: 0 });
  });
});
