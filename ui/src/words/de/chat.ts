// Questions and answers.
import type { Version } from "../../state/turn.svelte";
import type { chat as english } from "../en/chat";
import { passages } from "./common";
import { count } from "./formats";

/** Who answers the next question. */
const modelAnswers = (name: string) => `${name} antwortet`;
const reads = (number: number) => `Liest ${passages(number)}…`;

const code = (language: string) => (language === "" ? "Quelltext" : `Quelltext: ${language}`);

const versionOf = ({ number, of }: Version) => `${count(number)}/${count(of)}`;
const versionLabel = ({ number, of }: Version) => `${count(of)}-mal gefragt; dies ist Nummer ${count(number)}`;

export const chat: typeof english = {
  modelAnswers,
  reads,
  versionOf,
  versionLabel,
  code,
  again: "Erneut fragen",
  answerWithout: "Ohne Modell antworten",
  answerWithoutHint: "Mit den Sätzen der Dokumente selbst",
  askEmpty: "Fügen Sie erst ein Dokument hinzu",
  askHint: "Stellen Sie eine Frage",
  askInAMoment: "Gleich können Sie fragen",
  changeAnswerer: "ändern",
  changeModel: "Modell ändern…",
  chooseAnswerer: "wählen",
  copied: "Kopiert",
  copy: "Mit Belegen kopieren",
  copyCode: "Quelltext kopieren",
  edit: "Frage bearbeiten",
  editCancel: "Abbrechen",
  extractiveAnswers: "Die Sätze Ihrer Dokumente antworten",
  jumpToEnd: "Zum Ende springen",
  noAnswerHint: "Darunter stehen die nächsten Stellen. Andere Wörter oder ein anderes Dokument helfen vielleicht.",
  noModelAnswers: "Kein Sprachmodell gewählt",
  notCopied: "Kopieren war nicht möglich. Markieren Sie die Wörter und kopieren Sie sie selbst.",
  otherVersion: "Diese Antwort stammt von einer anderen Version von Paperside und kann nicht gezeigt werden.",
  questionLess: "Weniger anzeigen",
  questionWhole: "Alles anzeigen",
  searching: "Ihre Dokumente werden durchsucht…",
  send: "Fragen",
  stop: "Anhalten",
  stopped: "Angehalten.",
  stoppedUnchecked: "Angehalten; diese Sätze sind nicht geprüft.",
  table: "Tabelle",
  taskDone: "Erledigt",
  taskOpen: "Nicht erledigt",
  thinking: "Denkt nach…",
  thoughts: "Was das Modell gedacht hat",
  uncheckedRest: "Was bis dahin gekommen war, ist nicht geprüft.",
  versionNext: "Nächste Antwort",
  versionPrevious: "Vorige Antwort",
};
