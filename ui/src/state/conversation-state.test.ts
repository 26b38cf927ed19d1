import { beforeEach, describe, expect, it, vi } from "vitest";

import type { Answer } from "../host/messages/Answer";
import type { AnswerEvent } from "../host/messages/AnswerEvent";
import type { AskRequest } from "../host/messages/AskRequest";
import type { Chat } from "../host/messages/Chat";
import type { ChatTurn } from "../host/messages/ChatTurn";

type Ask = (request: AskRequest, answer: number, listener: (event: AnswerEvent) => void) => Promise<void>;
const host = { ask: vi.fn<Ask>(), showTurn: vi.fn<(turn: number) => Promise<Chat>>(), stopAnswer: vi.fn(async () => {}) };
vi.mock("../host", () => ({ host, messageOf: (error: Error) => error.message }));
const { Conversation } = await import("./conversation.svelte");

const fails: AnswerEvent = { type: "error", code: "language_model", message: "Ollama is not running." };
let turns = 0;

/** Answers as the engine does, and keeps it. */
const answers: Ask = async (request, _answer, listener) => {
  listener({ type: "kept", chat: request.place?.chat ?? 1, turn: ++turns });
  listener({ type: "done", answer: "Yes.", citations: [], ledger: null } as unknown as AnswerEvent);
};

const kept = (id: number, parent: number | null, siblings: number[]): ChatTurn => ({
  id,
  parent,
  at: 0,
  question: `Question ${id}`,
  record: { collections: [], documents: [], hits: [], left_out: [], mentions: null, understood: {} as never, answer: { answer: "Yes." } as Answer },
  siblings,
  changed: [],
});

const told = vi.fn();
const begin = () => new Conversation(told);
type Open = ReturnType<typeof begin>;

function ask(conversation: Open, question: string): Promise<void> {
  conversation.draft = question;
  return conversation.ask();
}

/** Of each request, what was asked and where. */
const asked = () => host.ask.mock.calls.map(([{ question, place }]) => [question, place?.chat ?? null, place?.parent ?? null]);
const shown = (conversation: Open) => conversation.turns.map((turn) => turn.question);

beforeEach(() => {
  turns = 0;
  told.mockReset();
  host.showTurn.mockReset();
  host.ask.mockReset().mockImplementation(answers);
});

describe("a question", () => {
  it("begins a chat, and follows the last turn of it from then on", async () => {
    const conversation = begin();
    await ask(conversation, " First? ");
    expect([conversation.id, conversation.draft, told.mock.calls.length]).toEqual([1, "", 1]);
    await ask(conversation, "Second?");
    expect(asked()).toEqual([["First?", null, null], ["Second?", 1, 1]]);
  });

  it("that is asked again stands in its place, and what came after it is on another line", async () => {
    const conversation = begin();
    for (const question of ["First?", "Second?", "Third?"]) await ask(conversation, question);
    await conversation.askAgain(conversation.turns[1]!);
    expect(asked().at(-1)).toEqual(["Second?", 1, 1]);
    expect(shown(conversation)).toEqual(["First?", "Second?"]);
    conversation.turns[1]!.siblings = [2, 4];
    await conversation.askAgain(conversation.turns[1]!, "Otherwise?");
    expect(asked().at(-1)).toEqual(["Otherwise?", 1, 1]);
    expect(conversation.last?.version).toEqual({ number: 3, of: 3, previous: 4, next: undefined });
    await conversation.askAgain(conversation.turns[0]!);
    expect(asked().at(-1)).toEqual(["First?", 1, null]);
  });

  it("follows the line that is shown", async () => {
    const conversation = begin();
    conversation.read({ id: 5, title: "", turns: [kept(1, null, [1]), kept(4, 1, [2, 4])] });
    host.showTurn.mockResolvedValue({ id: 5, title: "", turns: [kept(1, null, [1]), kept(2, 1, [2, 4]), kept(3, 2, [3])] });
    const [first] = conversation.turns;
    await conversation.show(2);
    expect([host.showTurn.mock.calls, shown(conversation)]).toEqual([[[2]], ["Question 1", "Question 2", "Question 3"]]);
    expect(conversation.turns[0], "what stays is not drawn again").toBe(first);
    await ask(conversation, "And?");
    expect(asked()).toEqual([["And?", 5, 3]]);
  });

  it("is asked in the same place as before, whatever is chosen now", async () => {
    const conversation = begin();
    conversation.scope = { id: "d1", title: "A" };
    await ask(conversation, "First?");
    conversation.scope = undefined;
    await conversation.askAgain(conversation.turns[0]!);
    expect(host.ask.mock.calls.map(([{ documents }]) => documents)).toEqual([["d1"], ["d1"]]);
  });

  it("waits for the answer before it", async () => {
    const conversation = begin();
    host.ask.mockImplementationOnce(() => new Promise(() => {}));
    void ask(conversation, "First?");
    await ask(conversation, "Second?");
    await conversation.askAgain(conversation.turns[0]!);
    await conversation.show(3);
    expect([host.ask.mock.calls.length, host.showTurn.mock.calls.length, conversation.draft]).toEqual([1, 0, "Second?"]);
  });
});

describe("a question that was not answered", () => {
  const failing: Ask = async (_request, _answer, listener) => listener(fails);

  it("is shown until something else is asked, which does not follow it", async () => {
    const conversation = begin();
    await ask(conversation, "First?");
    host.ask.mockImplementationOnce(failing);
    await ask(conversation, "Second?");
    expect([shown(conversation), conversation.isUnkept]).toEqual([["First?", "Second?"], true]);
    await ask(conversation, "Third?");
    expect([asked().at(-1), shown(conversation)]).toEqual([["Third?", 1, 1], ["First?", "Third?"]]);
  });

  it("gives its place to what is asked instead of it", async () => {
    const conversation = begin();
    conversation.read({ id: 5, title: "", turns: [kept(1, null, [1]), kept(2, 1, [2])] });
    host.ask.mockImplementationOnce(failing);
    await conversation.askAgain(conversation.turns[1]!);
    expect(conversation.last?.version).toEqual({ number: 2, of: 2, previous: 2, next: undefined });
    turns = 8;
    await ask(conversation, "Otherwise?");
    expect([asked().at(-1), conversation.last?.siblings]).toEqual([["Otherwise?", 5, 1], [2, 9]]);
  });

  it("is asked again in its place, with a number of its own", async () => {
    const conversation = begin();
    host.ask.mockImplementationOnce(failing);
    conversation.scope = { id: "d1", title: "A" };
    await ask(conversation, "Who?");
    const failed = conversation.last!;
    await conversation.askWithoutModel(failed);
    expect(host.ask.mock.calls.map(([{ question, documents, answerer }]) => [question, documents, answerer])).toEqual([
      ["Who?", ["d1"], null],
      ["Who?", ["d1"], "extractive"],
    ]);
    const [first, second] = host.ask.mock.calls.map(([, number]) => number);
    expect(second).not.toBe(first);
    expect([conversation.turns.length, conversation.last === failed]).toEqual([1, false]);
  });

  it("says so if the host does not take it", async () => {
    const conversation = begin();
    host.ask.mockRejectedValueOnce(new Error("The library is busy."));
    await ask(conversation, "Who?");
    expect([conversation.last?.problem, conversation.busy]).toEqual(["The library is busy.", false]);
  });
});
