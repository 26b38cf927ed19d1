// A chat: questions, and answers as they come. It goes on whether it is the one that is shown or not.
import { host, messageOf } from "../host";
import type { AskRequest } from "../host/messages/AskRequest";
import type { Chat } from "../host/messages/Chat";
import { Turn, type Asked } from "./turn.svelte";
import { everywhere, named, within, type Scope, type Within } from "./within";

export class Conversation {
  /** Names it, once something of it is kept. */
  id = $state<number | undefined>();
  /** One line of it. Only the last may not be kept: it is under way, failed or was stopped. */
  turns = $state.raw<readonly Turn[]>([]);
  /** What the next question is asked of. */
  within = $state.raw<Within>(everywhere);
  /** Whose question is being changed in its place. */
  edited = $state.raw<Turn | undefined>();
  draft = $state("");
  problem = $state<string | undefined>();

  last = $derived(this.turns.at(-1));
  busy = $derived(this.last !== undefined && !this.last.isOver);
  /** What would be lost if it were read again. */
  isUnkept = $derived(this.last !== undefined && this.last.kept === undefined);

  /** The document that is asked, if it is one alone. */
  get scope(): Scope | undefined {
    const { collections, documents } = this.within;
    return collections.length === 0 && documents.length === 1 ? documents[0] : undefined;
  }

  set scope(document: Scope | undefined) {
    this.within = within(document);
  }

  constructor(private readonly onkept: (conversation: Conversation) => void) {}

  /** Asks what was typed, behind the last turn that is shown. One that is not kept gives way. */
  async ask(): Promise<void> {
    const question = this.draft.trim();
    if (question === "" || this.busy) return;
    this.draft = "";
    const before = this.turns.filter((turn) => turn.kept);
    // What gives way may have been asked in the place of others, and so is this then.
    const siblings = this.isUnkept ? (this.last?.siblings ?? []) : [];
    await this.put(before, { question, within: this.within, parent: before.at(-1)?.kept?.turn ?? null, siblings }, null);
  }

  /** Asks the same question once more in its place, or another. */
  async askAgain(turn: Turn, question = turn.question, answerer: AskRequest["answerer"] = null): Promise<void> {
    const at = this.turns.indexOf(turn);
    if (this.busy || at < 0) return;
    await this.put(this.turns.slice(0, at), { question, within: turn.within, parent: turn.parent, siblings: turn.siblings }, answerer);
  }

  /** Asks once more what a language model could not answer; the documents' own sentences do. */
  askWithoutModel(failed: Turn): Promise<void> {
    return this.askAgain(failed, failed.question, "extractive");
  }

  /** Shows another of the turns that were asked in the same place, and what follows it. */
  async show(turn: number): Promise<void> {
    if (this.busy) return;
    this.problem = undefined;
    try {
      const chat = await host.showTurn(turn);
      if (!this.busy) this.read(chat);
    } catch (error) {
      this.problem = messageOf(error);
    }
  }

  /** Takes over what is kept of it. What is shown already stays as it is, with what the person has opened in it. */
  read(chat: Chat): void {
    const shown = new Map(this.turns.map((turn) => [turn.kept?.turn, turn]));
    this.id = chat.id;
    this.turns = chat.turns.map((kept) => shown.get(kept.id)?.renew(kept) ?? Turn.of(chat.id, kept));
  }

  async stop(): Promise<void> {
    const turn = this.last;
    if (!turn || !this.busy) return;
    await host.stopAnswer(turn.number);
    if (!turn.isOver) turn.state = "stopped";
  }

  private async put(before: readonly Turn[], asked: Asked, answerer: AskRequest["answerer"]): Promise<void> {
    this.problem = undefined;
    this.edited = undefined;
    const turn = new Turn(asked);
    this.turns = [...before, turn];
    const { question, parent } = asked;
    const request: AskRequest = {
      question,
      ...named(asked.within),
      answerer,
      place: { chat: this.id ?? null, parent },
      // The engine takes it from the chat.
      earlier: [],
    };
    try {
      await host.ask(request, turn.number, (event) => {
        turn.take(event);
        if (event.type === "kept") this.keep(event.chat);
      });
    } catch (error) {
      turn.fail(messageOf(error));
    }
  }

  private keep(chat: number): void {
    this.id = chat;
    this.onkept(this);
  }
}
