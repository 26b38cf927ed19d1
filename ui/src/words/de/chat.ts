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
import type { chat as english } from "../en/chat";
import { documents, ofDocuments, pages, passages, place, tokens } from "./common";
import { embedders } from "./embedders";
import { engine } from "./engine";
import { count, decimal, plural } from "./formats";
import { reader } from "./reader";

/** Where a number is absent. */
const none = "–";
const oneLine = (text: string) => text.replace(/\s+/g, " ").trim();

/** What an answer did not see: unread pages of the documents it cites or, if it found nothing, of all it searched. */
function unseen(answer: Answer): string | undefined {
  const unread = (number: number, of: string) => `${pages(number)} ${of} ${number === 1 ? "konnte" : "konnten"} nicht gelesen werden.`;
  if (answer.refused) {
    const { pages_unread } = answer.searched;
    return pages_unread > 0 ? unread(pages_unread, "dieser Dokumente") : undefined;
  }
  const cited = new Map(answer.citations.map(({ document }) => [document.id, document]));
  const holes = [...cited.values()].filter((document) => document.pages_unread > 0);
  if (holes.length === 0) return undefined;
  return holes.map((document) => unread(document.pages_unread, `von „${document.title}“`)).join(" ");
}

function completeness(searched: Searched): string | undefined {
  const missing = searched.of - searched.documents;
  if (missing <= 0) return undefined;
  return `${count(searched.documents)} von ${ofDocuments(searched.of)} durchsucht; ${count(missing)} ${missing === 1 ? "wird" : "werden"} noch importiert.`;
}

const understood = (question: string) => `Verstanden als: ${question}`;

/** Why passages were compared by their words only. */
const onlyWords = (why: string) => `Nur Wörter wurden verglichen: ${engine.told(why).replace(/\.$/, "")}.`;
const correction = ({ typed, meant }: Correction) => `„${typed}“ steht nirgends; auch „${meant}“ wurde gesucht.`;

const ordinal = (number: number) => `${count(number)}.`;

/** How a passage was found, in parts that belong on one line each. */
function found(ranks: LegRanks, scores: HitScores): string[] {
  const decimals = (score: number | null, digits: number) => (score === null ? none : decimal(score, digits));
  const leg = (rank: number | null, score: string) => (rank === null ? none : `${ordinal(rank)} (${score})`);
  return [
    `Sinn ${leg(ranks.dense, decimals(scores.dense, 2))}`,
    `Wörter ${leg(ranks.keyword, decimals(scores.keyword, 1))}`,
    `vereint ${decimals(scores.fused, 2)}`,
    `Wort für Wort ${decimals(scores.late, 2)}`,
  ];
}

const copyPlace = (title: string, label: string) => `Seite ${label} von ${title}`;
const openHit = (rank: number, title: string, label: string) => `Treffer ${rank}: ${place(title, label)}`;
const leftOut = (number: number) => `Angesehen, nicht verwendet (${count(number)})`;

function reason(reason: LeftOutReason): string {
  switch (reason.why) {
    case "below_the_last":
      return "Andere passen besser";
    case "says_the_same":
      return `Treffer ${reason.hit} sagt dasselbe`;
    case "joined":
      return `Bei Treffer ${reason.hit} mit gezeigt`;
  }
}

/** Where a document mentions something. */
function mentionPages({ pages, page_labels }: MentioningDocument): string {
  return [...page_labels, ...(pages.length > page_labels.length ? ["…"] : [])].join(", ");
}

const showDocuments = (number: number) => (number === 1 ? "Das Dokument anzeigen" : `Alle ${documents(number)} anzeigen`);

/** `hosts` are those that embed; `answering` says what is sent to answer, if anything is. */
function whereItStays(hosts: readonly string[], answering: string | undefined): string {
  const sent = [hosts.length > 0 ? embedders.sends(hosts) : undefined, answering].filter((words) => words !== undefined);
  return [chat.kindsOfFiles, ...(sent.length > 0 ? sent : [chat.nothingSent])].join(" ");
}

/** Who answers the next question, and what pressing it does. */
const modelAnswers = (name: string) => `${name} antwortet`;
const answersInItsWords = (name: string, staysHere: boolean) =>
  `${name} antwortet in eigenen Worten. Jeder Satz wird an Ihren Dokumenten geprüft und öffnet die Seite, auf der es steht.${staysHere ? ` ${chat.staysHere}` : ""}`;
const reads = (number: number) => `Liest ${passages(number)}…`;

/** How well a document says what cites it. */
function carried(verdict: Verdict): string {
  switch (verdict) {
    case "quoted":
      return chat.quoted;
    case "supported":
      return "Mit anderen Worten gesagt";
    case "unsupported":
      return "Sagt das nicht erkennbar";
  }
}

/** Of one whose place is not known yet. */
const citationNumber = (number: number) => `Beleg ${number}`;
const citationLabel = ({ number, document, page_label }: Citation) => `${citationNumber(number)}: ${place(document.title, page_label)}`;
const citationTitle = ({ document, page_label, verdict }: Citation) => `${place(document.title, page_label)}. ${carried(verdict)}`;
const checkedSentences = ({ found, of }: Checked) => `${count(found)} von ${plural(of, "Satz", "Sätzen")} in Ihren Dokumenten gefunden`;

/** What the person should know of a sentence, in whole sentences. */
function problemNote(problem: SentenceProblem): string {
  switch (problem.kind) {
    case "unknown_source":
      return `Er nennt Stelle ${count(problem.number)}, die es nicht gibt.`;
    case "wrong_source":
      return problem.is_elsewhere
        ? "Eine andere Stelle als die genannte sagt das; die Nummer führt zur richtigen."
        : "Die genannte Stelle sagt das nicht.";
    case "number_not_found":
      return `Die Zahl „${problem.text}“ steht in keinem seiner Belege.`;
    case "name_not_found":
      return `Der Name „${problem.text}“ steht in keinem seiner Belege.`;
    case "contradiction":
      return `Die Stelle sagt das Gegenteil: Die Antwort sagt „${problem.said}“, dort aber steht „${problem.stands}“.`;
    case "no_evidence":
      return "Keine Stelle sagt das.";
  }
}

/** All that is to be known of a sentence. One that is not found has a reason, if only that. */
function sentenceNotes({ problems }: AnswerSentence): string[] {
  return [...new Set((problems.length > 0 ? problems : [{ kind: "no_evidence" } as const]).map(problemNote))];
}

function ledgerPart(part: LedgerPart["part"]): string {
  switch (part) {
    case "rules":
      return "Wie zu antworten ist";
    case "history":
      return "Was vorher gesagt wurde";
    case "passages":
      return "Stellen";
    case "question":
      return "Ihre Frage";
    case "answer":
      return "Frei für die Antwort";
  }
}

/** How much a language model was given to read, in whole sentences. */
function ledgerWords(ledger: ContextLedger): string {
  const { room, is_known, read, passages_given, passages_left_out } = ledger;
  const much = `${read === null ? "etwa " : ""}${count(tokensRead(ledger))}`;
  const words = is_known
    ? `Das Modell hat ${much} der ${tokens(room)} gelesen, die es auf einmal lesen kann.`
    : `Das Modell hat ${much} Tokens gelesen. Sein Server sagt nicht, wie viele es auf einmal lesen kann; angenommen wurden ${count(room)}.`;
  const given = `Es bekam ${passages(passages_given)}`;
  if (passages_left_out > 0) {
    const more = passages_left_out === 1 ? "weitere wurde" : "weitere wurden";
    return `${words} ${given}; ${count(passages_left_out)} ${more} gefunden, aber aus Platzmangel weggelassen.`;
  }
  return `${words} ${given}, ${passages_given === 1 ? "die einzige, die gefunden wurde" : "alle, die gefunden wurden"}.`;
}

const ledgerCut = ({ read, rules, history, passages, question }: ContextLedger) =>
  `Der Server hat nur ${read === null ? "einen Teil" : tokens(read)} von dem gelesen, was er bekam (etwa ${count(rules + history + passages + question)}): Ein Teil der Stellen wurde abgeschnitten. Geben Sie dem Modell einen größeren Kontext.`;

/** Where a question is asked, if not everywhere. */
function onlyIn({ collections, documents }: Within): string | undefined {
  const [collection, document] = [collections[0], documents[0]];
  if (document) {
    if (documents.length > 1) return `Nur in ${ofDocuments(documents.length)}`;
    return document.title === "" ? "Nur in einem Dokument" : `Nur in „${document.title}“`;
  }
  if (collection === undefined) return undefined;
  return collections.length > 1 ? `Nur in ${plural(collections.length, "Sammlung", "Sammlungen")}` : `Nur in der Sammlung „${collection}“`;
}

const scopeRemove = (name: string) => `Nicht mehr nur in „${name}“`;
const scopeMore = (number: number) => `${count(number)} weitere: Tippen Sie, um sie zu finden`;

/** How much was found, how fast, and what is not there to be found yet. */
function searchSummary(hits: number, milliseconds: number, missing: number): string {
  const found = `${passages(hits)} in ${count(milliseconds)} ms`;
  return missing > 0 ? `${found}, ${documents(missing)} ${missing === 1 ? "wird" : "werden"} noch importiert` : found;
}

const searchNothing = (query: string) => `Zu „${query}“ wurde nichts gefunden.`;
const firstImport = (number: number) => (number === 1 ? "Ihr erstes Dokument wird gelesen" : `Ihre ersten ${count(number)} Dokumente werden gelesen`);
/** What narrows a question down, each as the engine knows it, and such a name. */
const filters = { document: "dokument:", page: "seite:", before: "vor:", after: "nach:", name: "Vertrag" };
const tryQuestion = (question: string) => `Versuchen Sie: ${question}`;

const code = (language: string) => (language === "" ? "Quelltext" : `Quelltext: ${language}`);

const versionOf = ({ number, of }: Version) => `${count(number)}/${count(of)}`;
const versionLabel = ({ number, of }: Version) => `${count(of)}-mal gefragt; dies ist Nummer ${count(number)}`;

/** A citation below an answer that is copied. */
const citedLine = ({ number, document, page_label, quote }: Citation) =>
  `[${number}] ${place(oneLine(document.title), page_label)}: „${oneLine(quote)}“`;

/** What is told of a citation to who does not see it. */
const citationAloud = (label: string, quote: string) => `${label}. „${quote}“`;

/** What is told of a citation, and whether it is still so. */
const withChange = (label: string, isChanged: boolean) => (isChanged ? `${label}. ${chat.hasChanged}` : label);
const changedSince = (number: number) =>
  `${plural(number, "zitierte Stelle hat", "zitierte Stellen haben")} sich seitdem geändert`;

/** Why there is nothing to compare. */
const gone = ({ document }: ChangedCitation) => (document === null ? reader.documentGone : chat.wordsGone);

export const chat: typeof english = {
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
  again: "Erneut fragen",
  alsoOn: "auch auf",
  answerWithout: "Ohne Modell antworten",
  answerWithoutHint: "Mit den Sätzen der Dokumente selbst",
  ask: "Fragen Sie Ihre Dokumente",
  askEmpty: "Fügen Sie erst ein Dokument hinzu",
  askInAMoment: "Gleich können Sie fragen",
  askHint: "Stellen Sie eine Frage",
  askMode: "Fragen",
  askNothing: "Antworten kommen in den Worten Ihrer Dokumente. Jeder Satz öffnet die Seite, von der er stammt.",
  askSoon: "Sie können fragen, sobald die ersten Seiten da sind.",
  canAskFilters: "Beides lässt sich eingrenzen:",
  canAskKinds: "Was Sie fragen können",
  canAskMentions: "Welche Dokumente erwähnen …?",
  canAskMentionsHint: "nennt jedes, und wie oft",
  canAskMentionsStart: "Welche Dokumente erwähnen",
  canAskQuestion: "Jede Frage",
  canAskQuestionHint: "wird beantwortet, mit den Seiten dazu",
  changeAnswerer: "ändern",
  changeModel: "Modell ändern…",
  chooseAnswerer: "wählen",
  copied: "Kopiert",
  copy: "Mit Belegen kopieren",
  copyCode: "Quelltext kopieren",
  cutOff: "Die Antwort wurde abgeschnitten: Dem Modell fehlte der Platz.",
  documentColumn: "Dokument",
  dropHere: "Dokumente hier ablegen",
  edit: "Frage bearbeiten",
  editCancel: "Abbrechen",
  everything: "Alle Dokumente",
  extractiveAnswers: "Die Sätze Ihrer Dokumente antworten",
  hasChanged: "Seitdem geändert",
  kindsOfFiles: "PDF, Office, E-Books, E-Mails, Webseiten und Text. Alles wird auf diesem Computer gelesen und aufbewahrt.",
  jumpToEnd: "Zum Ende springen",
  ledger: "Wie viel das Modell gelesen hat",
  mentions: "Dokumente, die es erwähnen",
  mildNote: "Woher dieser Satz stammt",
  narrowedToNothing: "Kein Dokument und keine Seite passt zu Ihrer Frage. Sehen Sie sich ihre Filter an (dokument:, seite:, vor:, nach:) und ihre Wörter in Anführungszeichen.",
  nearest: "Die nächsten Stellen",
  noAnswerHint: "Darunter stehen die nächsten Stellen. Andere Wörter oder ein anderes Dokument helfen vielleicht.",
  noModelAnswers: "Kein Sprachmodell gewählt",
  notCopied: "Kopieren war nicht möglich. Markieren Sie die Wörter und kopieren Sie sie selbst.",
  notFound: "Was an diesem Satz nicht stimmt",
  nothingSent: "Nichts wird irgendwohin gesendet.",
  now: "Jetzt",
  openToday: "Das heutige Dokument öffnen",
  otherVersion: "Diese Antwort stammt von einer anderen Version von Paperside und kann nicht gezeigt werden.",
  pagesColumn: "Seiten",
  passagesColumn: "Stellen",
  pin: "Diese Seite ist die richtige Antwort",
  quoted: "Wörtlich zitiert",
  questionLess: "Weniger anzeigen",
  questionWhole: "Alles anzeigen",
  samplesAdd: "Mit einem Beispiel ausprobieren",
  samplesAdding: "Die Beispiele werden hinzugefügt…",
  samplesHint: "Zwei kurze Dokumente, die mit Paperside kommen. Sie lassen sich jederzeit entfernen.",
  scope: "Wo gesucht wird",
  scopeChoose: "Auswählen…",
  scopeCollections: "Sammlungen",
  scopeDocuments: "Dokumente",
  scopeFind: "Sammlungen und Dokumente suchen",
  scopeHint: "Sammlungen oder Dokumente auswählen",
  scopeNothing: "Keine Sammlung und kein Dokument heißt so.",
  scopeUntitled: "Ein Dokument",
  searchBehind: "Wird gesucht…",
  searchEmpty: "Tippen Sie: Was am besten passt, erscheint sofort.",
  searchEmptyHint: "Ganze Wendungen in Anführungszeichen und diese Filter grenzen die Suche ein:",
  searchHint: "Suchen Sie in Ihren Dokumenten",
  searchKeys: "Eingabe öffnet · Strg+Eingabe fragt",
  searchMode: "Suchen",
  searchNothingHere: "In allen Dokumenten suchen",
  searchNothingHint: "Versuchen Sie weniger oder andere Wörter.",
  searchResults: "Stellen",
  searchSwitch: "Fragen oder suchen",
  searching: "Ihre Dokumente werden durchsucht…",
  send: "Fragen",
  sources: "Quellen",
  staysHere: "Nichts verlässt diesen Computer.",
  stop: "Anhalten",
  stopped: "Angehalten.",
  stoppedUnchecked: "Angehalten; diese Sätze sind nicht geprüft.",
  table: "Tabelle",
  taskDone: "Erledigt",
  taskOpen: "Nicht erledigt",
  then: "Damals",
  thinking: "Denkt nach…",
  thoughts: "Was das Modell gedacht hat",
  uncheckedRest: "Was bis dahin gekommen war, ist nicht geprüft.",
  versionNext: "Nächste Antwort",
  versionPrevious: "Vorige Antwort",
  why: "Warum diese?",
  whyHint: "Platz und Wert nach Sinn und nach Wörtern, beide vereint, und die Ähnlichkeit Wort für Wort.",
  wordsGone: "Diese Wörter stehen nicht mehr im Dokument.",
};
