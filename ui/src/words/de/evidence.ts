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
import type { evidence as english } from "../en/evidence";
import { documents, ofDocuments, pages, passages, place, tokens } from "./common";
import { count, plural } from "./formats";
import { reader } from "./reader";

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

/** Where a document mentions something. */
function mentionPages({ pages, page_labels }: MentioningDocument): string {
  return [...page_labels, ...(pages.length > page_labels.length ? ["…"] : [])].join(", ");
}

const showDocuments = (number: number) => (number === 1 ? "Das Dokument anzeigen" : `Alle ${documents(number)} anzeigen`);

/** How well a document says what cites it. */
function carried(verdict: Verdict): string {
  switch (verdict) {
    case "quoted":
      return evidence.quoted;
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

/** A citation below an answer that is copied. */
const citedLine = ({ number, document, page_label, quote }: Citation) =>
  `[${number}] ${place(oneLine(document.title), page_label)}: „${oneLine(quote)}“`;

/** What is told of a citation to who does not see it. */
const citationAloud = (label: string, quote: string) => `${label}. „${quote}“`;

/** What is told of a citation, and whether it is still so. */
const withChange = (label: string, isChanged: boolean) => (isChanged ? `${label}. ${evidence.hasChanged}` : label);
const changedSince = (number: number) =>
  `${plural(number, "zitierte Stelle hat", "zitierte Stellen haben")} sich seitdem geändert`;

/** Why there is nothing to compare. */
const gone = ({ document }: ChangedCitation) => (document === null ? reader.documentGone : evidence.wordsGone);

export const evidence: typeof english = {
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
  cutOff: "Die Antwort wurde abgeschnitten: Dem Modell fehlte der Platz.",
  documentColumn: "Dokument",
  hasChanged: "Seitdem geändert",
  ledger: "Wie viel das Modell gelesen hat",
  mentions: "Dokumente, die es erwähnen",
  mildNote: "Woher dieser Satz stammt",
  notFound: "Was an diesem Satz nicht stimmt",
  now: "Jetzt",
  openToday: "Das heutige Dokument öffnen",
  pagesColumn: "Seiten",
  passagesColumn: "Stellen",
  quoted: "Wörtlich zitiert",
  sources: "Quellen",
  then: "Damals",
  wordsGone: "Diese Wörter stehen nicht mehr im Dokument.",
};
