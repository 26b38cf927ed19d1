import { describe, expect, it } from "vitest";

import type { Answer } from "../host/messages/Answer";
import type { AnswerEvent } from "../host/messages/AnswerEvent";
import type { ChatTurn } from "../host/messages/ChatTurn";
import type { ContextLedger } from "../host/messages/ContextLedger";
import { asText } from "./copying";
import { Turn } from "./turn.svelte";
import { within } from "./within";

const ledger = { room: 8192, passages_given: 9 } as ContextLedger;
const fails: AnswerEvent = { type: "error", code: "language_model", message: "Ollama is not running." };
const answer = {
  answer: "On 1 May. [1]",
  ledger,
  citations: [{ number: 1, document: { title: "The\nlease" }, page_label: "iv", quote: "It ends\non 1 May." }],
} as unknown as Answer;
const asked = (question = "Who?", siblings: number[] = []) => new Turn({ question, within: within(undefined), parent: null, siblings });

describe("a turn", () => {
  it("takes what a language model thinks apart from what it says", () => {
    const turn = asked();
    turn.take({ type: "ledger", ...ledger });
    turn.take({ type: "thinking", text: "Let me " });
    turn.take({ type: "thinking", text: "see." });
    expect([turn.thinking, turn.text, turn.state, turn.ledger?.passages_given]).toEqual(["Let me see.", "", "searching", 9]);
    turn.take({ type: "text", text: "She." });
    expect([turn.text, turn.state]).toEqual(["She.", "answering"]);
  });

  it("knows whether only the model stands in the way", () => {
    const turns = ["language_model", "keys", "index"].map((code) => {
      const turn = asked();
      turn.take({ ...fails, code });
      return turn.isModelsProblem;
    });
    expect(turns).toEqual([true, true, false]);
  });

  it("that was stopped takes no more", () => {
    const turn = asked();
    turn.state = "stopped";
    turn.take({ type: "text", text: "She." });
    expect([turn.text, turn.state]).toEqual(["", "stopped"]);
  });

  it("that was stopped too late is shown as it is kept", () => {
    const turn = asked();
    turn.state = "stopped";
    turn.take({ type: "kept", chat: 1, turn: 5 });
    turn.take({ type: "done", ...answer });
    expect([turn.text, turn.state, turn.kept?.turn]).toEqual(["On 1 May. [1]", "ended", 5]);
  });

  it("comes after those in its place until it is kept among them", () => {
    const turn = asked("Who?", [3, 7]);
    expect(turn.version).toEqual({ number: 3, of: 3, previous: 7, next: undefined });
    turn.take({ type: "kept", chat: 1, turn: 9 });
    expect(turn.version).toEqual({ number: 3, of: 3, previous: 7, next: undefined });
    expect(asked().version.of).toBe(1);
  });
});

describe("a turn that was kept", () => {
  const change = { number: 1, before: "It ends on 1 May.", after: null, document: null };
  const kept: ChatTurn = {
    id: 4,
    parent: 2,
    at: 0,
    question: "When does it end?",
    record: {
      collections: ["Work"],
      documents: [],
      hits: [],
      left_out: [],
      understood: { text: "When does the lease end?", phrases: [], corrections: [], is_narrowed_to_nothing: false, only_words: null },
      mentions: null,
      answer,
    },
    siblings: [3, 4, 9],
    changed: [change],
  };

  it("is as it was, and says what has changed", () => {
    const turn = Turn.of(1, kept);
    expect([turn.question, turn.text, turn.state, turn.parent]).toEqual(["When does it end?", "On 1 May. [1]", "ended", 2]);
    expect([turn.kept, turn.answer, turn.ledger, turn.changed]).toEqual([{ chat: 1, turn: 4 }, answer, ledger, [change]]);
    expect([turn.understood?.text, turn.within.collections, turn.problem]).toEqual(["When does the lease end?", ["Work"], undefined]);
    expect(turn.version).toEqual({ number: 2, of: 3, previous: 3, next: 9 });
  });

  it("of which nothing is understood has no answer", () => {
    const turn = Turn.of(1, { ...kept, record: { ...kept.record, answer: null } });
    expect([turn.answer, turn.text, turn.isOver]).toEqual([undefined, "", true]);
  });

  it("is copied with what it cites", () => {
    expect(asText(Turn.of(1, kept))).toBe("On 1 May. [1]\n\n[1] The lease, page iv: “It ends on 1 May.”");
    expect(asText({ text: "Stopped in the mid", answer: undefined })).toBe("Stopped in the mid");
  });
});
