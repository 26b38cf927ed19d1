// What an answer rests on, and how far it does.
import type { Answer } from "../../host/messages/Answer";
import type { AnswerSentence } from "../../host/messages/AnswerSentence";
import type { ChangedCitation } from "../../host/messages/ChangedCitation";
import type { Citation } from "../../host/messages/Citation";
import type { ContextLedger } from "../../host/messages/ContextLedger";
import type { MentioningDocument } from "../../host/messages/MentioningDocument";
import type { Searched } from "../../host/messages/Searched";
import type { SentenceProblem } from "../../host/messages/SentenceProblem";
import type { Verdict } from "../../host/messages/Verdict";
import { tokensRead, type LedgerPart } from "../../state/ledger";
import type { Checked } from "../../state/verdicts";
import { documents, pages, passages, place, tokens } from "./common";
import { count, plural } from "./formats";
import { reader } from "./reader";

const oneLine = (text: string) => text.replace(/\s+/g, " ").trim();

/** What an answer did not see: unread pages of the documents it cites or, if it found nothing, of all it searched. */
function unseen(answer: Answer): string | undefined {
  if (answer.refused) {
    const { pages_unread } = answer.searched;
    return pages_unread > 0 ? `${pages(pages_unread)} of these documents could not be read.` : undefined;
  }
  const cited = new Map(answer.citations.map(({ document }) => [document.id, document]));
  const holes = [...cited.values()].filter((document) => document.pages_unread > 0);
  if (holes.length === 0) return undefined;
  return holes.map((document) => `${pages(document.pages_unread)} of “${document.title}” could not be read.`).join(" ");
}

function completeness(searched: Searched): string | undefined {
  const missing = searched.of - searched.documents;
  if (missing <= 0) return undefined;
  return `Searched ${searched.documents} of ${documents(searched.of)}; ${missing} still being imported.`;
}

/** Where a document mentions something. */
function mentionPages({ pages, page_labels }: MentioningDocument): string {
  return [...page_labels, ...(pages.length > page_labels.length ? ["…"] : [])].join(", ");
}

const showDocuments = (number: number) => `Show all ${documents(number)}`;

/** How well a document says what cites it. */
function carried(verdict: Verdict): string {
  switch (verdict) {
    case "quoted":
      return evidence.quoted;
    case "supported":
      return "Said in other words";
    case "unsupported":
      return "Not found to say so";
  }
}

/** Of one whose place is not known yet. */
const citationNumber = (number: number) => `Citation ${number}`;
const citationLabel = ({ number, document, page_label }: Citation) => `${citationNumber(number)}: ${place(document.title, page_label)}`;
const citationTitle = ({ document, page_label, verdict }: Citation) => `${place(document.title, page_label)}. ${carried(verdict)}`;
const checkedSentences = ({ found, of }: Checked) => `${count(found)} of ${plural(of, "sentence", "sentences")} found in your documents`;

/** What the person should know of a sentence, in whole sentences. */
function problemNote(problem: SentenceProblem): string {
  switch (problem.kind) {
    case "unknown_source":
      return `It cites passage ${count(problem.number)}, which does not exist.`;
    case "wrong_source":
      return problem.is_elsewhere
        ? "Another passage says so than the one it cited; the number leads to the right one."
        : "The passage that it cites does not say so.";
    case "number_not_found":
      return `The number “${problem.text}” stands nowhere in what it cites.`;
    case "name_not_found":
      return `The name “${problem.text}” stands nowhere in what it cites.`;
    case "contradiction":
      return `The passage says the opposite: the answer says “${problem.said}”, but there stands “${problem.stands}”.`;
    case "no_evidence":
      return "No passage says so.";
  }
}

/** All that is to be known of a sentence. One that is not found has a reason, if only that. */
function sentenceNotes({ problems }: AnswerSentence): string[] {
  return [...new Set((problems.length > 0 ? problems : [{ kind: "no_evidence" } as const]).map(problemNote))];
}

function ledgerPart(part: LedgerPart["part"]): string {
  switch (part) {
    case "rules":
      return "How to answer";
    case "history":
      return "What was said before";
    case "passages":
      return "Passages";
    case "question":
      return "Your question";
    case "answer":
      return "Kept free for the answer";
  }
}

/** How much a language model was given to read, in whole sentences. */
function ledgerWords(ledger: ContextLedger): string {
  const { room, is_known, read, passages_given, passages_left_out } = ledger;
  const about = read === null ? "about " : "";
  const much = `${about}${count(tokensRead(ledger))}`;
  const words = is_known
    ? `The model read ${much} of the ${tokens(room)} that it can read at once.`
    : `The model read ${much} tokens. Its server does not say how many it can read at once, so ${count(room)} were assumed.`;
  const given = `It was given ${passages(passages_given)}`;
  if (passages_left_out === 0) return `${words} ${given}, all that were found.`;
  return `${words} ${given}; ${count(passages_left_out)} more ${passages_left_out === 1 ? "was" : "were"} found but left out for want of room.`;
}

const ledgerCut = ({ read, rules, history, passages, question }: ContextLedger) =>
  `The server read only ${read === null ? "a part" : tokens(read)} of what it was given (about ${count(rules + history + passages + question)}): a part of the passages was cut off. Give the model a larger context.`;

/** A citation below an answer that is copied. */
const citedLine = ({ number, document, page_label, quote }: Citation) =>
  `[${number}] ${place(oneLine(document.title), page_label)}: “${oneLine(quote)}”`;

/** What is told of a citation to who does not see it. */
const citationAloud = (label: string, quote: string) => `${label}. “${quote}”`;

/** What is told of a citation, and whether it is still so. */
const withChange = (label: string, isChanged: boolean) => (isChanged ? `${label}. ${evidence.hasChanged}` : label);
const changedSince = (number: number) => `${plural(number, "cited passage has", "cited passages have")} changed since`;

/** Why there is nothing to compare. */
const gone = ({ document }: ChangedCitation) => (document === null ? reader.documentGone : evidence.wordsGone);

export const evidence = {
  unseen,
  completeness,
  mentionPages,
  showDocuments,
  citationNumber,
  citationLabel,
  citationTitle,
  checkedSentences,
  sentenceNotes,
  ledgerPart,
  ledgerWords,
  ledgerCut,
  citedLine,
  citationAloud,
  withChange,
  changedSince,
  gone,
  cutOff: "The answer was cut off: the model had no room left.",
  documentColumn: "Document",
  hasChanged: "Has changed since",
  ledger: "How much the model read",
  mentions: "Documents that mention it",
  mildNote: "Where this sentence is from",
  notFound: "What is wrong with this sentence",
  now: "Now",
  openToday: "Open today’s document",
  pagesColumn: "Pages",
  passagesColumn: "Passages",
  quoted: "Quoted word for word",
  sources: "Sources",
  then: "Then",
  wordsGone: "These words are not in the document any more.",
};
