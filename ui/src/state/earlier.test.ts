import { describe, expect, it } from "vitest";

import type { Citation } from "../host/messages/Citation";
import { earlierTurns } from "./earlier";

const answered = (question: string, answer: string, citations: number, refused = false) => ({
  question,
  answer: { answer, refused, citations: Array<Citation>(citations) },
});

describe("earlier turns", () => {
  it("are told without their citation numbers", () => {
    const turns = [answered("Where was he born?", "In Eisleben. [1] In [1483]. [2]", 2)];
    expect(earlierTurns(turns)).toEqual([{ question: "Where was he born?", answer: "In Eisleben. In [1483]." }]);
  });

  it("count without an answer too", () => {
    const turns = [{ question: "Who?", answer: undefined }, answered("When?", "Nothing in these documents answers this.", 0, true)];
    expect(earlierTurns(turns)).toEqual([
      { question: "Who?", answer: "" },
      { question: "When?", answer: "" },
    ]);
  });

  it("are the last eight, oldest first", () => {
    const turns = Array.from({ length: 10 }, (_, number) => answered(`Question ${number}`, "Yes.", 0));
    const questions = earlierTurns(turns).map(({ question }) => question);
    expect(questions).toEqual([2, 3, 4, 5, 6, 7, 8, 9].map((number) => `Question ${number}`));
  });
});
