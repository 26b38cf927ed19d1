// Every text a person sees, in one place.
import type { Answer } from "./host/messages/Answer";
import type { AnswerSentence } from "./host/messages/AnswerSentence";
import type { CatalogueEntry } from "./host/messages/CatalogueEntry";
import type { Citation } from "./host/messages/Citation";
import type { ContextLedger } from "./host/messages/ContextLedger";
import type { Connection } from "./host/messages/Connection";
import type { ConnectionEnd } from "./host/messages/ConnectionEnd";
import type { Correction } from "./host/messages/Correction";
import type { EmbedderChange } from "./host/messages/EmbedderChange";
import type { HitScores } from "./host/messages/HitScores";
import type { ImportProgress } from "./host/messages/ImportProgress";
import type { KeptEmbeddings } from "./host/messages/KeptEmbeddings";
import type { LanguageModelChoice } from "./host/messages/LanguageModelChoice";
import type { LanguageModelInfo } from "./host/messages/LanguageModelInfo";
import type { LanguageModelKind } from "./host/messages/LanguageModelKind";
import type { LeftOutReason } from "./host/messages/LeftOutReason";
import type { LegRanks } from "./host/messages/LegRanks";
import type { MentioningDocument } from "./host/messages/MentioningDocument";
import type { Searched } from "./host/messages/Searched";
import type { SentenceProblem } from "./host/messages/SentenceProblem";
import type { Verdict } from "./host/messages/Verdict";
import type { WatchedFolder } from "./host/messages/WatchedFolder";
import type { Plan } from "./state/embedders";
import { tokensRead, type LedgerPart } from "./state/ledger";
import { isInFile } from "./state/model-files";
import type { Summary } from "./state/pins";
import type { Checked } from "./state/verdicts";

const count = (number: number) => number.toLocaleString("en");
/** Where a number is absent. */
const none = "–";
const plural = (number: number, one: string, many: string) => `${count(number)} ${number === 1 ? one : many}`;

export const amount = count;
export const pages = (count: number) => plural(count, "page", "pages");
export const documents = (count: number) => plural(count, "document", "documents");
export const files = (count: number) => plural(count, "file", "files");

/** The last part of a path of any system. */
export const nameOf = (path: string) => path.split(/[/\\]/).findLast((part) => part !== "") ?? path;

export function size(bytes: number): string {
  if (bytes < 1000) return `${bytes} bytes`;
  const units = ["kB", "MB", "GB"];
  let value = bytes / 1000;
  let unit = 0;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${value < 10 ? value.toFixed(1) : Math.round(value)} ${units[unit]}`;
}

export function stage(progress: ImportProgress): string {
  const { stage, done, total } = progress;
  switch (stage) {
    case "queued":
      return "Waiting";
    case "paused":
      return total > 0 ? `Paused at page ${count(Math.max(done, 1))} of ${count(total)}` : "Paused";
    case "reading":
      return total > 0 ? `Reading page ${Math.min(done + 1, total)} of ${total}` : "Reading";
    case "embedding":
      return `Understanding passage ${Math.min(done + 1, total)} of ${total}`;
    case "indexing":
      return "Writing the index";
  }
}

/** What the queue does with the imports in it, of which some or all may be paused one by one. */
export function queue(imports: number, paused: "none" | "each" | "whole"): string {
  switch (paused) {
    case "none":
      return `Importing ${files(imports)}`;
    case "each":
      return `${files(imports)} paused`;
    case "whole":
      return `${files(imports)} waiting · paused`;
  }
}

export const cancelAsk = (imports: number) => `Cancel all ${count(imports)}?`;
export const more = (number: number) => `and ${count(number)} more`;
export const failedImports = (number: number) => `${files(number)} not imported`;

export function watched(folder: WatchedFolder): string {
  const within = documents(folder.files);
  return folder.collection === null ? within : `${within} · ${folder.collection}`;
}

export function unread(pagesUnread: number, of: number): string {
  if (pagesUnread === of) return of === 1 ? "Its page could not be read" : "No page could be read";
  return `${pagesUnread} of ${of} pages not read`;
}

export const recognised = (count: number) => `${pages(count)} recognised from images`;

/** What an answer did not see: unread pages of the documents it cites or, if it found nothing, of all it searched. */
export function unseen(answer: Answer): string | undefined {
  if (answer.refused) {
    const { pages_unread } = answer.searched;
    return pages_unread > 0 ? `${pages(pages_unread)} of these documents could not be read.` : undefined;
  }
  const cited = new Map(answer.citations.map(({ document }) => [document.id, document]));
  const holes = [...cited.values()].filter((document) => document.pages_unread > 0);
  if (holes.length === 0) return undefined;
  return holes.map((document) => `${pages(document.pages_unread)} of “${document.title}” could not be read.`).join(" ");
}

export function completeness(searched: Searched): string | undefined {
  const missing = searched.of - searched.documents;
  if (missing <= 0) return undefined;
  return `Searched ${searched.documents} of ${documents(searched.of)}; ${missing} still being imported.`;
}

export const understood = (question: string) => `Understood as: ${question}`;
/** Why passages were compared by their words only. */
export const onlyWords = (why: string) => `Only words were compared: ${why}.`;

export const correction = ({ typed, meant }: Correction) => `“${typed}” stands nowhere; “${meant}” was looked for too.`;

export function ordinal(number: number): string {
  const tens = number % 100;
  const ending = tens >= 11 && tens <= 13 ? "th" : (["th", "st", "nd", "rd"][number % 10] ?? "th");
  return `${count(number)}${ending}`;
}

/** How a passage was found, in parts that belong on one line each. */
export function found(ranks: LegRanks, scores: HitScores): string[] {
  const decimals = (score: number | null, digits: number) => score?.toFixed(digits) ?? none;
  const leg = (rank: number | null, score: string) => (rank === null ? none : `${ordinal(rank)} (${score})`);
  return [
    `meaning ${leg(ranks.dense, decimals(scores.dense, 2))}`,
    `words ${leg(ranks.keyword, decimals(scores.keyword, 1))}`,
    `fused ${decimals(scores.fused, 2)}`,
    `word by word ${decimals(scores.late, 2)}`,
  ];
}

export const onPage = (label: string) => `page ${label}`;
export const place = (title: string, label: string) => `${title}, page ${label}`;
export const copyPlace = (title: string, label: string) => `page ${label} of ${title}`;
export const openHit = (rank: number, title: string, label: string) => `Hit ${rank}: ${place(title, label)}`;
export const leftOut = (number: number) => `Looked at, not used (${count(number)})`;

export function reason(reason: LeftOutReason): string {
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
export function mentionPages({ pages, page_labels }: MentioningDocument): string {
  return [...page_labels, ...(pages.length > page_labels.length ? ["…"] : [])].join(", ");
}

export const showDocuments = (number: number) => `Show all ${documents(number)}`;

/** The place of a pinned page, when it was looked at. */
export const rank = (rank: number | null) => (rank === null ? "not found" : `hit ${rank}`);
export const rankChange = (before: number | null, now: number | null) => `${rank(before)} → ${rank(now)}`;

export function summary({ better, worse, same, first }: Summary): string {
  const parts = [
    { number: better, words: "better" },
    { number: worse, words: "worse" },
    { number: same, words: "as before" },
    { number: first, words: "looked at for the first time" },
  ];
  return parts
    .filter(({ number }) => number > 0)
    .map(({ number, words }) => `${count(number)} ${words}`)
    .join(", ");
}

/** What a change to another model finds further up or down. */
export function comparison({ better, worse, same }: Summary): string {
  return `${count(better)} better, ${count(worse)} worse, ${count(same)} the same`;
}

const passages = (number: number) => plural(number, "passage", "passages");
const megabytes = (bytes: number) => count(Math.round(bytes / 1e6));
const capital = (words: string) => words.charAt(0).toUpperCase() + words.slice(1);

/** What is known of a model before it is chosen. */
export function modelFacts({ languages, megabytes, licence, is_bundled, is_here }: CatalogueEntry): string {
  const size = is_bundled ? text.comesAlong : is_here ? text.isHere : `${count(megabytes)} MB to download`;
  return [capital(languages), size, licence].join(" · ");
}

/** How far a change is within what it does; nothing where that is not counted. */
function changePlace({ stage, done, total }: EmbedderChange): string | undefined {
  if (total === 0) return undefined;
  if (stage === "downloading") return `${megabytes(Math.min(done, total))} of ${megabytes(total)} MB`;
  if (stage === "embedding") return `passage ${count(Math.min(done + 1, total))} of ${count(total)}`;
  return undefined;
}

export function changeStage(change: EmbedderChange): string {
  const place = changePlace(change);
  if (change.stage === "ready") return "Ready to answer";
  if (change.problem !== null || change.is_paused) {
    const words = change.problem !== null ? "Stopped" : "Paused";
    return place === undefined ? words : `${words} at ${place}`;
  }
  switch (change.stage) {
    case "downloading":
      return `Downloading ${place ?? "the model"}`;
    case "opening":
      return "Opening the model";
    case "embedding":
      return `Understanding ${place ?? "the passages"}`;
    case "indexing":
      return "Writing the index";
  }
}

/** What is told aloud when a change comes to another stage; its counts are not. */
export function changeNews(change: EmbedderChange): string {
  if (change.problem !== null) return `${change.title}: ${change.problem}`;
  if (change.stage === "ready") return isReady(change.title);
  return `${change.title}: ${changeStage({ ...change, total: 0 })}`;
}

export const changing = (title: string) => `Changing to ${title}`;
export const isReady = (title: string) => `${title} is ready to answer.`;
export const answersNow = (title: string) => `${title} answers now.`;
export const answersMeanwhile = (title: string) => `Until it is ready, ${title} goes on answering.`;
export const use = (title: string) => `Use ${title}`;
export const stayWith = (title: string) => `Stay with ${title}`;
export const beginLabel = ({ kind, title }: Plan) => (kind === "call_off" ? stayWith(title) : `Change to ${title}`);

/** What a change to another model takes. */
export function planned(plan: Plan): string {
  if (plan.kind === "call_off") return text.callsOff;
  const download = plan.megabytes > 0 ? `downloads ${count(plan.megabytes)} MB` : undefined;
  const unknown = plan.passages - plan.known;
  const turned = plan.known === 0 ? passages(unknown) : `${count(unknown)} of ${passages(plan.passages)}`;
  const turning = unknown === 0 ? undefined : `turns ${turned} into numbers${plan.known === 0 ? " again" : "; the rest is kept from before"}`;
  const takes = [download, turning].filter((words) => words !== undefined).join(", then ");
  const sentences = [
    ...(plan.kind === "instead" ? [text.callsOff] : []),
    ...(takes === "" ? [] : [`This ${takes}.`]),
    ...(plan.passages === 0 ? [text.noPassages] : unknown === 0 ? [text.takesSeconds] : []),
    ...(unknown > 0 ? [text.goOnAsking] : []),
  ];
  return sentences.join(" ");
}

export const embeddedSoFar = (embedded: number, of: number) =>
  `It has understood ${count(embedded)} of ${passages(of)}; the others are found by their words until then.`;
export const keptSize = ({ passages: kept, bytes }: KeptEmbeddings) => `${passages(kept)} · ${size(bytes)}`;

const both = (hosts: readonly string[]) => hosts.join(" and ");
export const sends = (hosts: readonly string[]) => `The texts of your documents and your questions are sent to ${both(hosts)}.`;
/** Before a server on another computer is chosen. */
export const willSend = (host: string, openly: boolean) =>
  `With this server, the texts of your documents and your questions leave this computer: they are sent to ${host}${openly ? ", unencrypted" : ""}.`;
/** `hosts` are those that embed; `answering` says what is sent to answer, if anything is. */
export function emptyHint(hosts: readonly string[], answering: string | undefined): string {
  const sent = [hosts.length > 0 ? sends(hosts) : undefined, answering].filter((words) => words !== undefined);
  return [text.emptyHint, ...(sent.length > 0 ? sent : [text.nothingSent])].join(" ");
}

/** What is known of a language model, so that one can choose among several. */
export function languageModelFacts({ size: bytes, context_tokens }: LanguageModelInfo): string | undefined {
  const facts = [bytes === null ? undefined : size(bytes), context_tokens === null ? undefined : `reads ${tokens(context_tokens)} at once`];
  return facts.filter((fact) => fact !== undefined).join(" · ") || undefined;
}

const tokens = (number: number) => plural(number, "token", "tokens");
export const sendsQuestions = (host: string, openly: boolean) =>
  `Your questions, what was said before and the passages found are sent to ${host}${openly ? ", unencrypted" : ""}.`;
/** Before a language model on another computer is chosen. */
export const willSendQuestions = (host: string, openly: boolean) =>
  `With this model, your questions, what was said before and the passages found leave this computer: they are sent to ${host}${openly ? ", unencrypted" : ""}.`;
/** Where a language model is asked. */
export function modelPlace(choice: LanguageModelChoice): string {
  const place = isInFile(choice) ? ["Run by Paperside", choice.file] : [languageModelKinds[choice.kind], choice.url];
  return [...place, ...(choice.context_tokens === null ? [] : [`reads ${tokens(choice.context_tokens)} at once`])].join(" · ");
}
export const modelsOf = (program: string) => `Models of ${program}`;
export const noModelsYet = (program: string) => `${program} runs, but has no models yet.`;
/** Who answers the next question, and what pressing it does. */
export const modelAnswers = (name: string) => `${name} answers`;
export const answersInItsWords = (name: string, staysHere: boolean) =>
  `${name} answers in its own words. Every sentence is checked against your documents, and opens the page that says so.${staysHere ? ` ${text.staysHere}` : ""}`;
export const reads = (number: number) => `Reading ${passages(number)}…`;

/** How well a document says what cites it. */
export function carried(verdict: Verdict): string {
  switch (verdict) {
    case "quoted":
      return text.quoted;
    case "supported":
      return "Said in other words";
    case "unsupported":
      return "Not found to say so";
  }
}

export const citationLabel = (citation: Citation) => `Citation ${citation.number}: ${place(citation.document.title, citation.page_label)}`;
export const citationTitle = ({ document, page_label, verdict }: Citation) => `${place(document.title, page_label)}. ${carried(verdict)}`;

export const checkedSentences = ({ found, of }: Checked) => `${count(found)} of ${plural(of, "sentence", "sentences")} found in your documents`;

/** What the person should know of a sentence, in whole sentences. */
export function problemNote(problem: SentenceProblem): string {
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
export function sentenceNotes({ problems }: AnswerSentence): string[] {
  return [...new Set((problems.length > 0 ? problems : [{ kind: "no_evidence" } as const]).map(problemNote))];
}

export function ledgerPart(part: LedgerPart["part"]): string {
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
export function ledgerWords(ledger: ContextLedger): string {
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

export const ledgerCut = ({ read, rules, history, passages, question }: ContextLedger) =>
  `The server read only ${read === null ? "a part" : tokens(read)} of what it was given (about ${count(rules + history + passages + question)}): a part of the passages was cut off. Give the model a larger context.`;

export const text = {
  addFiles: "Add files…",
  addFolder: "Add folder…",
  advance: "Import next",
  alsoOn: "also on",
  anotherModel: "Choose another model",
  anotherServer: "Another server…",
  anotherServerPurpose: "One on another computer, or on this one at another address.",
  answers: "Answers",
  answersNext: "It answers from your next question on.",
  answerWithout: "Answer without a model",
  answerWithoutHint: "With the documents’ own sentences",
  ask: "Ask your documents",
  askEmpty: "Add a document first, then ask",
  askHint: "Ask a question",
  askingServer: "Asking the server…",
  askNothing: "Answers come in your documents’ own words. Every sentence opens the page it is from.",
  askOnly: "Ask only this document",
  byMeaning: "Finding by meaning",
  byMeaningHint: "A model turns passages into numbers, so that a question also finds what says it in other words.",
  callsOff: "The change that is under way ends; what it has done so far is kept.",
  cancel: "Cancel import",
  cancelAll: "Cancel all",
  cancelChange: "Cancel",
  change: "Change",
  changeAnswerer: "change",
  checking: "Asking every question again…",
  checkNow: "Check now",
  chooseAnswerer: "choose one",
  chooseModel: "Choose a model",
  chooseModelFolder: "Choose a folder…",
  chooseOtherFolder: "Choose another folder…",
  chosenMeanwhile: "Until a model is chosen, the documents’ own sentences go on answering.",
  close: "Close the reader",
  closeSettings: "Close the settings",
  comesAlong: "comes with Paperside",
  compare: "Compare",
  compareAgain: "Compare again",
  comparedPins: "among the pages you know to be right.",
  comparing: "Looking for the pages you know to be right with both…",
  copied: "Copied",
  copy: "Copy",
  cutOff: "The answer was cut off: the model had no room left.",
  dismiss: "Dismiss",
  dismissAll: "Dismiss all",
  documentColumn: "Document",
  drop: "Drop to add",
  dropHere: "Drop documents here",
  emptyHint: "PDF, Office, e-books, mail, web pages and text. Everything is read and kept on this computer.",
  everything: "All documents",
  examples: "Try",
  extractive: "In the documents’ own sentences",
  extractiveAnswers: "Your documents’ own sentences answer",
  extractivePurpose: "Needs nothing else, and is always right to the letter.",
  failedImport: "Not imported",
  fewer: "Show fewer",
  fitWidth: "Fit width",
  fluent: "In its own words, by a language model",
  fluentPurpose: "Reads fluently. Every sentence is checked against your documents.",
  folderMissing: "First choose the folder.",
  folderModel: "A model in a folder on this computer",
  folderPurpose: "One that you have already: tokenizer.json with model.safetensors or model.onnx.",
  forget: "Forget",
  forgetAsk: "Forget it? Changing back would take all the time again.",
  gettingReady: "Getting ready",
  goOnAsking: "You can go on asking all the while.",
  importing: "Importing",
  imports: "Imports",
  inUse: "In use",
  isHere: "on this computer",
  keep: "Keep",
  kept: "Kept from before",
  keptHint: "Change back to one of these, and only what it does not know yet is turned into numbers.",
  keyKept: "It is kept in this computer’s keyring, if it has one.",
  languageHint: "For pages that are pictures of text. If none is chosen, it is found for each document.",
  languageOfScans: "Language of scanned pages",
  languageUnset: "Found by itself",
  ledger: "How much the model read",
  library: "Library",
  locked: "This document needs its password to be shown.",
  lookAgain: "Look again",
  lookingAround: "Looking for language models on this computer…",
  lookingUp: "Looking up what is in use…",
  mentions: "Documents that mention it",
  mildNote: "Where this sentence is from",
  narrowedToNothing:
    "No document or page is as your question asks. Look at its filters (document:, page:, before:, after:) and at its words in quotes.",
  nearest: "Nearest passages",
  next: "Next citation",
  noAnswerHint: "The nearest passages are below. Other words, or another document, may help.",
  noModelAnswers: "No language model is chosen",
  noModelHint: "No language model is chosen yet, so no question can be answered.",
  noModelsRunning:
    "No language model is running on this computer. Ollama, LM Studio, llama.cpp, Jan, GPT4All and vLLM are found by themselves once they run.",
  noPassages: "There are no passages yet: it is used from the first document on.",
  noServerModels: "The server names no models. Type the name of one.",
  notChecked: "not looked at yet",
  notFound: "What is wrong with this sentence",
  nothingSent: "Nothing is sent anywhere.",
  open: "Open",
  openLibrary: "Show documents and chats",
  page: "Page",
  pagesColumn: "Pages",
  passagesColumn: "Passages",
  password: "Password",
  pause: "Pause",
  pauseAll: "Pause all imports",
  pickModel: "First pick a model.",
  pin: "This page is the right answer",
  pins: "Pages you know to be right",
  pinsEmpty: "None yet. Open “Why these?” under an answer and mark the page that answers it.",
  pinsHint: "They show whether a change to the search finds more or less.",
  previous: "Previous citation",
  quoted: "Quoted word for word",
  reading: "Opening…",
  remove: "Remove",
  removeAsk: "Remove it from the library? Your own file stays where it is.",
  connections: "Connections",
  offline: "Stay offline",
  offlineHint: "No other computer is reached, whatever else is chosen. Programs on this one may still be asked.",
  noConnections: "Nothing was asked of any other program since Paperside was opened.",
  rerank: "Compare the best passages word by word",
  rerankHint: "Finds more.",
  resume: "Resume",
  resumeAll: "Resume all imports",
  retry: "Try again",
  retryAll: "Retry all",
  search: "Search",
  searching: "Looking through your documents…",
  send: "Ask",
  serverAddress: "Address",
  serverExample: "such as http://localhost:11434",
  serverKey: "Key",
  serverKeyHint: "Only if the server asks for one",
  serverKind: "How it is spoken to",
  serverMissing: "First say where the server is, and which model it is to use.",
  serverModel: "A server",
  serverModelName: "Model",
  serverModels: "Models of the server",
  serverPurpose: "One that you or others run, such as Ollama or LM Studio; it answers at /v1/embeddings.",
  settings: "Settings",
  showAll: "Show all",
  showMore: "Show more",
  showServerModels: "Show its models",
  sources: "Sources",
  staysHere: "Nothing leaves this computer.",
  stop: "Stop",
  stopped: "Stopped.",
  stoppedUnchecked: "Stopped; these sentences are not checked.",
  takesSeconds: "It knows all passages from before, so this takes seconds.",
  thinking: "Thinking…",
  thoughts: "What the model thought",
  uncheckedRest: "What had come until then is not checked.",
  unlock: "Unlock",
  unpin: "Forget this page",
  unwatch: "Stop watching",
  unwatchHint: "Stop watching; its documents stay",
  use: "Use",
  watch: "Watch a folder…",
  watchedFolders: "Watched folders",
  why: "Why these?",
  whyHint: "Place and score by meaning and by words, both fused, and the likeness word by word.",
  wrongPassword: "That is not its password.",
  zoomIn: "Zoom in",
  zoomOut: "Zoom out",
};

/** How hard the computer works on imports. */
export const efforts = [
  { value: "full", name: "Full", purpose: "As fast as it can; uses the whole computer." },
  { value: "balanced", name: "Balanced", purpose: "Leaves room for your other work." },
  { value: "gentle", name: "Gentle", purpose: "Slow and cool, for when you run on battery." },
];

export const languageModelKinds: Record<LanguageModelKind, string> = {
  open_ai: "OpenAI-compatible",
  ollama: "Ollama",
  anthropic: "Anthropic",
};

/** What the address of a server of a kind looks like. */
export const addressExamples: Record<LanguageModelKind, string> = {
  open_ai: "such as http://localhost:1234/v1",
  ollama: "such as http://localhost:11434",
  anthropic: "such as https://api.anthropic.com",
};

/** Languages by the names that Tesseract has for them. */
export const languages: Record<string, string> = {
  ara: "Arabic",
  chi_sim: "Chinese (simplified)",
  chi_tra: "Chinese (traditional)",
  ces: "Czech",
  dan: "Danish",
  nld: "Dutch",
  eng: "English",
  fin: "Finnish",
  fra: "French",
  deu: "German",
  ell: "Greek",
  heb: "Hebrew",
  hin: "Hindi",
  hun: "Hungarian",
  ita: "Italian",
  jpn: "Japanese",
  kor: "Korean",
  nor: "Norwegian",
  pol: "Polish",
  por: "Portuguese",
  ron: "Romanian",
  rus: "Russian",
  spa: "Spanish",
  swe: "Swedish",
  tur: "Turkish",
  ukr: "Ukrainian",
  vie: "Vietnamese",
};

/** What was asked of other programs and computers. */
export const connectionCount = (number: number) => plural(number, "connection since Paperside was opened", "connections since Paperside was opened");

export const purpose = (connection: Connection) => (connection.is_here ? `${connection.purpose}, on this computer` : connection.purpose);

const ends: Record<ConnectionEnd, string> = {
  underway: "under way",
  answered: "answered",
  refused: "not sent, because Paperside is offline",
  stopped: "stopped",
  failed: "failed",
};

export const connectionEnd = (connection: Connection) =>
  connection.end === "answered" && connection.reason !== null ? connection.reason : ends[connection.end];

export const exchanged = (connection: Connection) => `${size(connection.sent)} out, ${size(connection.received)} in`;

/** In seconds since 1970. */
export const timeOf = (seconds: number) => new Date(seconds * 1000).toLocaleTimeString("en", { hour: "2-digit", minute: "2-digit", hour12: false });
