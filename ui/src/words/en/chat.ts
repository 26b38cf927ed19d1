// Questions and answers.
import type { Answer } from "../../host/messages/Answer";
import type { AnswerSentence } from "../../host/messages/AnswerSentence";
import type { ChangedCitation } from "../../host/messages/ChangedCitation";
import type { Citation } from "../../host/messages/Citation";
import type { ContextLedger } from "../../host/messages/ContextLedger";
import type { Correction } from "../../host/messages/Correction";
import type { HitScores } from "../../host/messages/HitScores";
import type { LeftOutReason } from "../../host/messages/LeftOutReason";
import type { LegRanks } from "../../host/messages/LegRanks";
import type { MentioningDocument } from "../../host/messages/MentioningDocument";
import type { Searched } from "../../host/messages/Searched";
import type { SentenceProblem } from "../../host/messages/SentenceProblem";
import type { Verdict } from "../../host/messages/Verdict";
import { tokensRead, type LedgerPart } from "../../state/ledger";
import type { Version } from "../../state/turn.svelte";
import type { Checked } from "../../state/verdicts";
import type { Within } from "../../state/within";
import { documents, pages, passages, place, tokens } from "./common";
import { embedders } from "./embedders";
import { reader } from "./reader";
import { count, decimal, plural } from "./formats";

/** Where a number is absent. */
const none = "–";
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

const understood = (question: string) => `Understood as: ${question}`;

/** Why passages were compared by their words only. */
const onlyWords = (why: string) => `Only words were compared: ${why}.`;
const correction = ({ typed, meant }: Correction) => `“${typed}” stands nowhere; “${meant}” was looked for too.`;

function ordinal(number: number): string {
  const tens = number % 100;
  const ending = tens >= 11 && tens <= 13 ? "th" : (["th", "st", "nd", "rd"][number % 10] ?? "th");
  return `${count(number)}${ending}`;
}

/** How a passage was found, in parts that belong on one line each. */
function found(ranks: LegRanks, scores: HitScores): string[] {
  const decimals = (score: number | null, digits: number) => (score === null ? none : decimal(score, digits));
  const leg = (rank: number | null, score: string) => (rank === null ? none : `${ordinal(rank)} (${score})`);
  return [
    `meaning ${leg(ranks.dense, decimals(scores.dense, 2))}`,
    `words ${leg(ranks.keyword, decimals(scores.keyword, 1))}`,
    `fused ${decimals(scores.fused, 2)}`,
    `word by word ${decimals(scores.late, 2)}`,
  ];
}

const copyPlace = (title: string, label: string) => `page ${label} of ${title}`;
const openHit = (rank: number, title: string, label: string) => `Hit ${rank}: ${place(title, label)}`;
const leftOut = (number: number) => `Looked at, not used (${count(number)})`;

function reason(reason: LeftOutReason): string {
  switch (reason.why) {
    case "below_the_last":
      return "Others fit better";
    case "says_the_same":
      return `Hit ${reason.hit} says the same`;
    case "joined":
      return `Shown with hit ${reason.hit}`;
  }
}

/** Where a document mentions something. */
function mentionPages({ pages, page_labels }: MentioningDocument): string {
  return [...page_labels, ...(pages.length > page_labels.length ? ["…"] : [])].join(", ");
}

const showDocuments = (number: number) => `Show all ${documents(number)}`;

/** `hosts` are those that embed; `answering` says what is sent to answer, if anything is. */
function whereItStays(hosts: readonly string[], answering: string | undefined): string {
  const sent = [hosts.length > 0 ? embedders.sends(hosts) : undefined, answering].filter((words) => words !== undefined);
  return [chat.kindsOfFiles, ...(sent.length > 0 ? sent : [chat.nothingSent])].join(" ");
}

/** Who answers the next question, and what pressing it does. */
const modelAnswers = (name: string) => `${name} answers`;
const answersInItsWords = (name: string, staysHere: boolean) =>
  `${name} answers in its own words. Every sentence is checked against your documents, and opens the page that says so.${staysHere ? ` ${chat.staysHere}` : ""}`;
const reads = (number: number) => `Reading ${passages(number)}…`;

/** How well a document says what cites it. */
function carried(verdict: Verdict): string {
  switch (verdict) {
    case "quoted":
      return chat.quoted;
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

/** Where a question is asked, if not everywhere. */
function onlyIn({ collections, documents }: Within): string | undefined {
  const [collection, document] = [collections[0], documents[0]];
  if (document) {
    if (documents.length > 1) return `Only in ${plural(documents.length, "document", "documents")}`;
    return document.title === "" ? "Only in one document" : `Only in “${document.title}”`;
  }
  if (collection === undefined) return undefined;
  return collections.length > 1 ? `Only in ${plural(collections.length, "collection", "collections")}` : `Only in the collection “${collection}”`;
}

const scopeRemove = (name: string) => `No longer only in “${name}”`;
const scopeMore = (number: number) => `${count(number)} more: type to find them`;

/** How much was found, how fast, and what is not there to be found yet. */
function searchSummary(hits: number, milliseconds: number, missing: number): string {
  const found = `${passages(hits)} in ${count(milliseconds)} ms`;
  return missing > 0 ? `${found}, ${documents(missing)} still being imported` : found;
}

const searchNothing = (query: string) => `Nothing was found for “${query}”.`;
const firstImport = (number: number) => (number === 1 ? "Your first document is being read" : `Your first ${count(number)} documents are being read`);
/** What narrows a question down, each as the engine knows it, and such a name. */
const filters = { document: "document:", page: "page:", before: "before:", after: "after:", name: "lease" };
const tryQuestion = (question: string) => `Try: ${question}`;

const versionOf = ({ number, of }: Version) => `${count(number)}/${count(of)}`;
const versionLabel = ({ number, of }: Version) => `Asked ${count(of)} times; this is number ${count(number)}`;

/** A citation below an answer that is copied. */
const citedLine = ({ number, document, page_label, quote }: Citation) =>
  `[${number}] ${place(oneLine(document.title), page_label)}: “${oneLine(quote)}”`;

/** What is told of a citation to who does not see it. */
const citationAloud = (label: string, quote: string) => `${label}. “${quote}”`;

/** What is told of a citation, and whether it is still so. */
const withChange = (label: string, isChanged: boolean) => (isChanged ? `${label}. ${chat.hasChanged}` : label);
const changedSince = (number: number) => `${plural(number, "cited passage has", "cited passages have")} changed since`;

/** Why there is nothing to compare. */
const gone = ({ document }: ChangedCitation) => (document === null ? reader.documentGone : chat.wordsGone);

const code = (language: string) => (language === "" ? "Code" : `Code: ${language}`);

export const chat = {
  unseen,
  completeness,
  understood,
  onlyWords,
  correction,
  found,
  copyPlace,
  openHit,
  leftOut,
  reason,
  mentionPages,
  showDocuments,
  whereItStays,
  modelAnswers,
  answersInItsWords,
  reads,
  citationNumber,
  citationLabel,
  citationTitle,
  checkedSentences,
  sentenceNotes,
  ledgerPart,
  ledgerWords,
  ledgerCut,
  onlyIn,
  versionOf,
  versionLabel,
  citedLine,
  citationAloud,
  withChange,
  changedSince,
  gone,
  code,
  scopeRemove,
  scopeMore,
  searchSummary,
  searchNothing,
  firstImport,
  filters,
  tryQuestion,
  again: "Ask again",
  alsoOn: "also on",
  answerWithout: "Answer without a model",
  answerWithoutHint: "With the documents’ own sentences",
  ask: "Ask your documents",
  askEmpty: "Add a document first, then ask",
  askInAMoment: "You can ask in a moment",
  askHint: "Ask a question",
  askSoon: "You can ask as soon as their first pages are in.",
  askNothing: "Answers come in your documents’ own words. Every sentence opens the page it is from.",
  askMode: "Ask",
  canAskFilters: "Narrow either down:",
  canAskKinds: "What you can ask",
  canAskMentions: "Which documents mention …?",
  canAskMentionsHint: "names every one, and how often",
  canAskMentionsStart: "Which documents mention",
  canAskQuestion: "Any question",
  canAskQuestionHint: "is answered, with the pages that say so",
  changeAnswerer: "change",
  changeModel: "Change the model…",
  chooseAnswerer: "choose one",
  copied: "Copied",
  copy: "Copy with citations",
  copyCode: "Copy the code",
  cutOff: "The answer was cut off: the model had no room left.",
  documentColumn: "Document",
  dropHere: "Drop documents here",
  edit: "Edit the question",
  editCancel: "Cancel",
  everything: "All documents",
  extractiveAnswers: "Your documents’ own sentences answer",
  hasChanged: "Has changed since",
  kindsOfFiles: "PDF, Office, e-books, mail, web pages and text. Everything is read and kept on this computer.",
  jumpToEnd: "Jump to the end",
  ledger: "How much the model read",
  mentions: "Documents that mention it",
  mildNote: "Where this sentence is from",
  narrowedToNothing: "No document or page is as your question asks. Look at its filters (document:, page:, before:, after:) and at its words in quotes.",
  nearest: "Nearest passages",
  noAnswerHint: "The nearest passages are below. Other words, or another document, may help.",
  noModelAnswers: "No language model is chosen",
  notCopied: "It could not be copied. Select the words and copy them yourself.",
  notFound: "What is wrong with this sentence",
  nothingSent: "Nothing is sent anywhere.",
  now: "Now",
  openToday: "Open today’s document",
  otherVersion: "This answer was kept by another version of Paperside, and cannot be shown.",
  pagesColumn: "Pages",
  passagesColumn: "Passages",
  pin: "This page is the right answer",
  quoted: "Quoted word for word",
  questionLess: "Show less",
  questionWhole: "Show all",
  samplesAdd: "Try it with a sample",
  samplesAdding: "Adding the samples…",
  samplesHint: "Two short documents that come with Paperside. You can remove them any time.",
  scopeUntitled: "One document",
  scope: "Where to look",
  scopeChoose: "Choose…",
  scopeCollections: "Collections",
  scopeDocuments: "Documents",
  scopeFind: "Find collections and documents",
  scopeHint: "Choose collections or documents",
  scopeNothing: "No collection or document is called that.",
  searchBehind: "Searching…",
  searchEmpty: "Type, and what fits best appears at once.",
  searchEmptyHint: "Whole phrases in quotes, and these filters, narrow it down:",
  searchHint: "Search your documents",
  searchKeys: "Enter opens · Ctrl+Enter asks",
  searchMode: "Search",
  searchNothingHint: "Try fewer or other words.",
  searchNothingHere: "Look in all documents",
  searchResults: "Passages",
  searchSwitch: "Ask or search",
  searching: "Looking through your documents…",
  send: "Ask",
  sources: "Sources",
  staysHere: "Nothing leaves this computer.",
  stop: "Stop",
  stopped: "Stopped.",
  stoppedUnchecked: "Stopped; these sentences are not checked.",
  table: "Table",
  taskDone: "Done",
  taskOpen: "Not done",
  then: "Then",
  thinking: "Thinking…",
  thoughts: "What the model thought",
  uncheckedRest: "What had come until then is not checked.",
  versionNext: "Next answer",
  versionPrevious: "Previous answer",
  why: "Why these?",
  whyHint: "Place and score by meaning and by words, both fused, and the likeness word by word.",
  wordsGone: "These words are not in the document any more.",
};
