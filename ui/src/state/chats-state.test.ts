import { beforeEach, describe, expect, it, vi } from "vitest";

import type { AnswerEvent } from "../host/messages/AnswerEvent";
import type { AskRequest } from "../host/messages/AskRequest";
import type { Chat } from "../host/messages/Chat";
import type { ChatSummary } from "../host/messages/ChatSummary";
import type { DocumentReference } from "../host/messages/DocumentReference";
import type { DocumentSummary } from "../host/messages/DocumentSummary";

type Listener = (event: AnswerEvent) => void;
const host = {
  ask: vi.fn<(request: AskRequest, answer: number, listener: Listener) => Promise<void>>(),
  stopAnswer: vi.fn(async () => {}),
  listChats: vi.fn<(lookedFor: string | null) => Promise<ChatSummary[]>>(async () => []),
  openChat: vi.fn<(chat: number) => Promise<Chat>>(),
  deleteChat: vi.fn(async () => {}),
  standIn: vi.fn<(document: DocumentReference) => Promise<DocumentSummary | null>>(async () => null),
};
vi.mock("../host", () => ({
  host,
  messageOf: (error: Error) => error.message,
  codeOf: (error: { code?: string }) => error.code,
}));
const { chats } = await import("./chats.svelte");
const { chatList } = await import("./chat-list.svelte");
const { library } = await import("./library.svelte");

const chat = (id: number, documents: string[] = []): Chat => {
  const record = { collections: [], documents, hits: [], left_out: [], mentions: null, understood: {} as never, answer: null };
  return { id, title: `Chat ${id}`, turns: [{ id: id * 10, parent: null, at: 0, question: "Who?", siblings: [], changed: [], record }] };
};

/** The listeners of what is being answered. */
let listeners: Listener[] = [];

beforeEach(() => {
  vi.clearAllMocks();
  listeners = [];
  host.openChat.mockImplementation(async (id) => chat(id));
  host.ask.mockImplementation((_request, _answer, listener) => {
    listeners.push(listener);
    return new Promise(() => {});
  });
  for (const conversation of chats.unkept) void chats.forget(conversation);
  chats.begin();
  chats.open.draft = "";
  chatList.shown = [];
});

describe("drafts", () => {
  it("are kept for each chat while the window is open", async () => {
    chats.open.draft = "new";
    await chats.openKept(1);
    chats.open.draft = "one";
    await chats.openKept(2);
    expect(chats.open.draft).toBe("");
    await chats.openKept(1);
    expect(chats.open.draft).toBe("one");
    chats.begin();
    expect(chats.open.draft).toBe("new");
  });

  it("go with their chat", async () => {
    await chats.openKept(3);
    chats.open.draft = "three";
    expect(await chats.remove(3)).toBe(true);
    expect([chats.open.id, chats.open.turns.length]).toEqual([undefined, 0]);
    await chats.openKept(3);
    expect(chats.open.draft).toBe("");
  });
});

describe("an answer", () => {
  it("goes on in its own chat when another is opened, and is listed once it is kept", async () => {
    const asking = chats.open;
    asking.draft = "First?";
    void asking.ask();
    chats.begin();
    expect([chats.open === asking, chats.open.turns.length, chats.unkept]).toEqual([false, 0, [asking]]);
    host.listChats.mockResolvedValueOnce([{ id: 9, title: "First?" } as ChatSummary]);
    listeners[0]?.({ type: "kept", chat: 9, turn: 90 });
    expect(chats.unkept, "it is shown until it is listed").toEqual([asking]);
    await Promise.resolve();
    expect([asking.id, chats.unkept.length, chats.isAnswering(9), host.listChats.mock.calls.length]).toEqual([9, 0, true, 1]);
    // What comes is not read over by what was kept before.
    host.openChat.mockClear();
    const opened = chats.openKept(9);
    await opened;
    expect(chats.open).toBe(asking);
  });

  it("that failed in a chat is still there", async () => {
    await chats.openKept(4);
    chats.open.draft = "More?";
    void chats.open.ask();
    listeners[0]?.({ type: "error", code: "index", message: "Damaged." });
    await chats.openKept(5);
    await chats.openKept(4);
    expect([chats.open.last?.question, chats.open.last?.problem]).toEqual(["More?", "Damaged."]);
  });

  it("ends before its chat is deleted", async () => {
    await chats.openKept(6);
    chats.open.draft = "More?";
    void chats.open.ask();
    await chats.remove(6);
    expect([host.stopAnswer.mock.calls.length, host.deleteChat.mock.calls]).toEqual([1, [[6]]]);
  });
});

describe("opening", () => {
  it("is told aloud by the title", async () => {
    chatList.shown = [{ id: 16, title: "Lease" } as ChatSummary];
    await chats.openKept(16);
    expect(chats.news).toBe("Chat opened: Lease");
  });

  it("leaves out a document that was removed meanwhile, and follows one that has changed", async () => {
    host.standIn.mockResolvedValue({ id: "d9", title: "Lease of today", path: "/lease.pdf" } as DocumentSummary);
    const asked = chats.open;
    asked.scope = { id: "d1", title: "Lease", path: "/lease.pdf" };
    await chats.openKept(17);
    chats.show(asked);
    await vi.waitFor(() => expect(asked.scope).toEqual({ id: "d9", title: "Lease of today", path: "/lease.pdf" }));
    host.standIn.mockResolvedValue(null);
    chats.show(asked);
    await vi.waitFor(() => expect(asked.scope).toBeUndefined());
  });

  it("shows the last that was asked for, not the slowest", async () => {
    let slow = (_: Chat) => {};
    host.openChat.mockImplementationOnce(() => new Promise((resolve) => (slow = resolve)));
    const first = chats.openKept(11);
    await chats.openKept(12);
    slow(chat(11));
    expect([await first, chats.open.id]).toEqual([false, 12]);
  });

  it("says if it is not there any more, in words for a person", async () => {
    host.openChat.mockRejectedValueOnce({ code: "chat", message: "`paperside chats` shows those there are" });
    expect(await chats.openKept(13)).toBe(false);
    expect(chatList.trouble).toBe("This chat is not there any more.");
  });

  it("goes on within the document that was asked last, if it is there", async () => {
    host.standIn.mockImplementation(async ({ id }) => (id === "d1" ? ({ id, title: "Lease", path: "/a" } as DocumentSummary) : null));
    host.openChat.mockImplementation(async (id) => chat(id, [id === 14 ? "d1" : "d2"]));
    await chats.openKept(14);
    expect(chats.open.scope).toEqual({ id: "d1", title: "Lease", path: "/a" });
    await chats.openKept(15);
    expect(chats.open.scope).toBeUndefined();
  });
});

describe("asking only some", () => {
  it("is for the chat that is open, and calls for a question", async () => {
    const { calls } = chats;
    chats.askOnly({ collections: ["Work"] });
    expect([chats.open.within, chats.calls]).toEqual([{ collections: ["Work"], documents: [] }, calls + 1]);
    library.counts = { documents: 1, unread: 0, collections: [] };
    library.loaded = true;
    chats.show(chats.open);
    await vi.waitFor(() => expect(chats.open.within.collections, "a collection that is gone").toEqual([]));
  });
});

describe("looking for chats", () => {
  it("shows what was typed last was found by", async () => {
    let slow = (_: ChatSummary[]) => {};
    host.listChats.mockImplementationOnce(() => new Promise((resolve) => (slow = resolve)));
    chatList.lookedFor = "le";
    const first = chatList.refresh();
    chatList.lookedFor = " lease ";
    await chatList.refresh();
    slow([{ id: 1 } as ChatSummary]);
    await first;
    expect([chatList.foundBy, chatList.shown, host.listChats.mock.calls]).toEqual(["lease", [], [["le"], ["lease"]]]);
    expect(chatList.isEmpty, "there may be others").toBe(false);
    chatList.lookedFor = "";
    await chatList.refresh();
    expect([host.listChats.mock.lastCall, chatList.isEmpty]).toEqual([[null], true]);
  });

  it("waits for a pause in typing", async () => {
    vi.useFakeTimers();
    chatList.look("l");
    chatList.look("le");
    await vi.advanceTimersByTimeAsync(200);
    expect(host.listChats.mock.calls).toEqual([["le"]]);
    chatList.look("");
    await vi.advanceTimersByTimeAsync(1);
    expect(host.listChats.mock.lastCall).toEqual([null]);
    vi.useRealTimers();
  });
});
