// A question, and its answer as it comes or as it was kept.
import type { Answer } from "../host/messages/Answer";
import type { AnswerEvent } from "../host/messages/AnswerEvent";
import type { ChangedCitation } from "../host/messages/ChangedCitation";
import type { ChatTurn } from "../host/messages/ChatTurn";
import type { ContextLedger } from "../host/messages/ContextLedger";
import type { KeptTurn } from "../host/messages/KeptTurn";
import type { LeftOut } from "../host/messages/LeftOut";
import type { Mentions } from "../host/messages/Mentions";
import type { SearchHit } from "../host/messages/SearchHit";
import type { Understood } from "../host/messages/Understood";
import { withinOf, type Within } from "./within";

/** What only concerns a language model: without one, the same question can be answered. */
const ofModels = new Set(["language_model", "keys"]);

/** What is asked, where, and in which place of its chat. */
export interface Asked {
  question: string;
  within: Within;
  /** The kept turn that it follows; none for the first question. */
  parent: number | null;
  /** The kept turns that were asked in its place before, the oldest first. */
  siblings: readonly number[];
}

/** A turn among those that were asked in its place. */
export interface Version {
  /** From 1. */
  number: number;
  of: number;
  previous: number | undefined;
  next: number | undefined;
}

let numbers = 0;

export class Turn {
  /** Given once: the host knows answers by them. */
  readonly number = ++numbers;
  readonly question: string;
  readonly within: Within;
  readonly parent: number | null;
  /** The kept turns in its place, itself among them once it is kept. */
  siblings = $state.raw<readonly number[]>([]);
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
  /** The citations whose words are not any more as they were. */
  changed = $state.raw<readonly ChangedCitation[]>([]);
  problem = $state<string | undefined>();
  /** Whether only the language model stands in the way of an answer. */
  isModelsProblem = $state(false);
  /** Where it was kept. */
  kept = $state.raw<KeptTurn | undefined>();
  state = $state<"searching" | "answering" | "ended" | "stopped">("searching");

  isOver = $derived(this.state === "ended" || this.state === "stopped");
  /** Whether a language model writes the answer; otherwise its words are the documents' own, and mean only what they say. */
  isMarkdown = $derived(this.mentions === undefined && (this.answer ? this.answer.answerer !== "extractive" : this.ledger !== undefined));
  version = $derived.by((): Version => {
    // One that is not kept yet comes after those that are.
    const at = this.kept ? this.siblings.indexOf(this.kept.turn) : this.siblings.length;
    return { number: at + 1, of: Math.max(at + 1, this.siblings.length), previous: this.siblings[at - 1], next: this.siblings[at + 1] };
  });

  constructor({ question, within, parent, siblings }: Asked) {
    this.question = question;
    this.within = within;
    this.parent = parent;
    this.siblings = siblings;
  }

  /** One that was kept, as it was. */
  static of(chat: number, kept: ChatTurn): Turn {
    const { id, question, parent, record } = kept;
    const turn = new Turn({ question, within: withinOf(record), parent, siblings: [] });
    turn.hits = record.hits;
    turn.leftOut = record.left_out;
    turn.understood = record.understood;
    turn.mentions = record.mentions ?? undefined;
    if (record.answer) turn.end(record.answer);
    turn.state = "ended";
    turn.kept = { chat, turn: id };
    return turn.renew(kept);
  }

  /** What may have become different since it was kept. */
  renew({ siblings, changed }: ChatTurn): this {
    this.siblings = siblings;
    this.changed = changed;
    return this;
  }

  take(event: AnswerEvent): void {
    // What was on its way when it was stopped. If it was kept all the same, it is shown.
    if (this.state === "stopped" && !this.kept && event.type !== "kept") return;
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
        this.siblings = [...this.siblings, event.turn];
        break;
      case "done":
        this.end(event);
        break;
      case "error":
        this.fail(event.message);
        this.isModelsProblem = ofModels.has(event.code);
        break;
    }
  }

  fail(problem: string): void {
    this.problem = problem;
    this.state = "ended";
  }

  private end(answer: Answer): void {
    this.answer = answer;
    this.ledger = answer.ledger ?? undefined;
    this.text = answer.answer;
    this.state = "ended";
  }
}
