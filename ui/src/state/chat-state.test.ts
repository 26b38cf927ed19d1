import { beforeEach, describe, expect, it, vi } from "vitest";

import type { AnswerEvent } from "../host/messages/AnswerEvent";
import type { AskRequest } from "../host/messages/AskRequest";
import type { ContextLedger } from "../host/messages/ContextLedger";

const host = { ask: vi.fn<(request: AskRequest, answer: number, listener: (event: AnswerEvent) => void) => Promise<void>>(), stopAnswer: vi.fn() };
vi.mock("../host", () => ({ host, messageOf: (error: Error) => error.message }));
const { chat, Turn } = await import("./chat.svelte");

const ledger = { room: 8192, passages_given: 9 } as ContextLedger;
const fails: AnswerEvent = { type: "error", code: "language_model", message: "Ollama is not running." };

describe("a turn", () => {
  it("takes what a language model thinks apart from what it says", () => {
    const turn = new Turn(1, "Who?", undefined);
    turn.take({ type: "ledger", ...ledger });
    turn.take({ type: "thinking", text: "Let me " });
    turn.take({ type: "thinking", text: "see." });
    expect([turn.thinking, turn.text, turn.state, turn.ledger?.passages_given]).toEqual(["Let me see.", "", "searching", 9]);
    turn.take({ type: "text", text: "She." });
    expect([turn.text, turn.state]).toEqual(["She.", "answering"]);
  });

  it("knows whether only the model stands in the way", () => {
    const turns = ["language_model", "keys", "index"].map((code) => {
      const turn = new Turn(1, "Who?", undefined);
      turn.take({ ...fails, code });
      return turn.isModelsProblem;
    });
    expect(turns).toEqual([true, true, false]);
  });

  it("that was stopped takes no more", () => {
    const turn = new Turn(1, "Who?", undefined);
    turn.state = "stopped";
    turn.take({ type: "text", text: "She." });
    expect([turn.text, turn.state]).toEqual(["", "stopped"]);
  });
});

describe("a question that a language model could not answer", () => {
  beforeEach(() => void host.ask.mockReset());

  it("is asked again in its place, with a number of its own", async () => {
    host.ask.mockImplementationOnce(async (_request, _answer, listener) => listener(fails));
    chat.scope = { id: "d1", title: "A" };
    chat.draft = "Who?";
    await chat.ask();
    const [failed] = chat.turns;
    chat.scope = undefined;
    await chat.askWithoutModel(failed!);
    const requests = host.ask.mock.calls.map(([request]) => request);
    expect(requests.map(({ question, documents, answerer }) => [question, documents, answerer])).toEqual([
      ["Who?", ["d1"], null],
      ["Who?", ["d1"], "extractive"],
    ]);
    expect(requests[1]?.earlier).toEqual([]);
    expect(host.ask.mock.calls.map(([, number]) => number)).toEqual([1, 2]);
    expect([chat.turns.length, chat.last === failed]).toEqual([1, false]);
  });
});
