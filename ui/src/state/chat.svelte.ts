// The conversation: questions, and answers as they come.
import { host, messageOf } from "../host";
import type { Answer } from "../host/messages/Answer";
import type { AnswerEvent } from "../host/messages/AnswerEvent";
import type { AskRequest } from "../host/messages/AskRequest";
import type { ContextLedger } from "../host/messages/ContextLedger";
import type { KeptTurn } from "../host/messages/KeptTurn";
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

/** What only concerns a language model: without one, the same question can be answered. */
const ofModels = new Set(["language_model", "keys"]);

export class Turn {
  readonly number: number;
  readonly question: string;
  readonly scope: Scope | undefined;
  text = $state("");
  hits = $state.raw<SearchHit[]>([]);
  leftOut = $state.raw<LeftOut[]>([]);
  understood = $state.raw<Understood | undefined>();
  /** How the room of the language model is used that answers, once that is known. */
  ledger = $state.raw<ContextLedger | undefined>();
  /** What it thinks before it answers. */
  thinking = $state("");
  /** Instead of hits, where every document was asked for. */
  mentions = $state.raw<Mentions | undefined>();
  /** The whole answer, once it has ended. */
  answer = $state.raw<Answer | undefined>();
  problem = $state<string | undefined>();
  /** Whether only the language model stands in the way of an answer. */
  isModelsProblem = $state(false);
  /** Where it was kept. */
  kept: KeptTurn | undefined;
  state = $state<"searching" | "answering" | "ended" | "stopped">("searching");

  constructor(number: number, question: string, scope: Scope | undefined) {
    this.number = number;
    this.question = question;
    this.scope = scope;
  }

  take(event: AnswerEvent): void {
    // What was on its way when it was stopped.
    if (this.state === "stopped") return;
    switch (event.type) {
      case "hits":
        this.hits = event.hits;
        this.leftOut = event.left_out;
        this.understood = event.understood;
        break;
      case "mentions":
        this.mentions = event;
        break;
      case "ledger":
        this.ledger = event;
        break;
      case "thinking":
        this.thinking += event.text;
        break;
      case "text":
        this.text += event.text;
        this.state = "answering";
        break;
      case "kept":
        this.kept = event;
        break;
      case "done":
        this.answer = event;
        this.ledger = event.ledger ?? undefined;
        this.text = event.answer;
        this.state = "ended";
        break;
      case "error":
        this.problem = event.message;
        this.isModelsProblem = ofModels.has(event.code);
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

  /** Numbers are given once: the host knows answers by them. */
  private asked = 0;

  async ask(): Promise<void> {
    const question = this.draft.trim();
    if (question === "" || this.busy) return;
    this.draft = "";
    await this.put(question, this.scope, null);
  }

  /** Asks once more what a language model could not answer; the documents' own sentences do. */
  async askWithoutModel(failed: Turn): Promise<void> {
    if (this.busy) return;
    this.turns = this.turns.filter((turn) => turn !== failed);
    await this.put(failed.question, failed.scope, "extractive");
  }

  private async put(question: string, scope: Scope | undefined, answerer: AskRequest["answerer"]): Promise<void> {
    const earlier = earlierTurns(this.turns);
    // Those that failed or were stopped are not kept.
    const before = this.turns.findLast((turn) => turn.kept)?.kept;
    const place = { chat: before?.chat ?? null, parent: before?.turn ?? null };
    const turn = new Turn(++this.asked, question, scope);
    this.turns = [...this.turns, turn];
    const request = { question, collections: [], documents: scope ? [scope.id] : [], answerer, place, earlier };
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
