// The conversation: questions, and answers as they come.
import { host, messageOf } from "../host";
import type { Answer } from "../host/messages/Answer";
import type { AnswerEvent } from "../host/messages/AnswerEvent";
import type { LeftOut } from "../host/messages/LeftOut";
import type { Mentions } from "../host/messages/Mentions";
import type { SearchHit } from "../host/messages/SearchHit";
import type { Understood } from "../host/messages/Understood";
import { earlierTurns } from "./earlier";

/** One document to ask, instead of all. */
export interface Scope {
  id: string;
  title: string;
}

export class Turn {
  readonly number: number;
  readonly question: string;
  readonly scope: Scope | undefined;
  text = $state("");
  hits = $state.raw<SearchHit[]>([]);
  leftOut = $state.raw<LeftOut[]>([]);
  understood = $state.raw<Understood | undefined>();
  /** Instead of hits, where every document was asked for. */
  mentions = $state.raw<Mentions | undefined>();
  /** The whole answer, once it has ended. */
  answer = $state.raw<Answer | undefined>();
  problem = $state<string | undefined>();
  state = $state<"searching" | "answering" | "ended" | "stopped">("searching");

  constructor(number: number, question: string, scope: Scope | undefined) {
    this.number = number;
    this.question = question;
    this.scope = scope;
  }

  take(event: AnswerEvent): void {
    switch (event.type) {
      case "hits":
        this.hits = event.hits;
        this.leftOut = event.left_out;
        this.understood = event.understood;
        break;
      case "mentions":
        this.mentions = event;
        break;
      case "text":
        this.text += event.text;
        this.state = "answering";
        break;
      case "done":
        this.answer = event;
        this.text = event.answer;
        this.state = "ended";
        break;
      case "error":
        this.problem = event.message;
        this.state = "ended";
        break;
    }
  }
}

class ChatState {
  turns = $state.raw<Turn[]>([]);
  scope = $state.raw<Scope | undefined>();
  draft = $state("");

  last = $derived(this.turns.at(-1));
  busy = $derived(this.last !== undefined && (this.last.state === "searching" || this.last.state === "answering"));

  async ask(): Promise<void> {
    const question = this.draft.trim();
    if (question === "" || this.busy) return;
    this.draft = "";
    const earlier = earlierTurns(this.turns);
    const turn = new Turn(this.turns.length + 1, question, this.scope);
    this.turns = [...this.turns, turn];
    const request = { question, collections: [], documents: turn.scope ? [turn.scope.id] : [], answerer: null, earlier };
    try {
      await host.ask(request, turn.number, (event) => turn.take(event));
    } catch (error) {
      turn.problem = messageOf(error);
      turn.state = "ended";
    }
  }

  async stop(): Promise<void> {
    const turn = this.last;
    if (!turn || !this.busy) return;
    await host.stopAnswer(turn.number);
    turn.state = "stopped";
  }
}

export const chat = new ChatState();
