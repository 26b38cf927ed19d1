// What is told before there is anything to ask, and of what can be asked.
import type { welcome as english } from "../en/welcome";
import { embedders } from "./embedders";
import { count } from "./formats";

/** `hosts` are those that embed; `answering` says what is sent to answer, if anything is. */
function whereItStays(hosts: readonly string[], answering: string | undefined): string {
  const sent = [hosts.length > 0 ? embedders.sends(hosts) : undefined, answering].filter((words) => words !== undefined);
  return [welcome.kindsOfFiles, ...(sent.length > 0 ? sent : [welcome.nothingSent])].join(" ");
}

/** What asking a language model does. */
const answersInItsWords = (name: string, staysHere: boolean) =>
  `${name} antwortet in eigenen Worten. Jeder Satz wird an Ihren Dokumenten geprüft und öffnet die Seite, auf der es steht.${staysHere ? ` ${welcome.staysHere}` : ""}`;
const firstImport = (number: number) => (number === 1 ? "Ihr erstes Dokument wird gelesen" : `Ihre ersten ${count(number)} Dokumente werden gelesen`);
const tryQuestion = (question: string) => `Versuchen Sie: ${question}`;

export const welcome: typeof english = {
  whereItStays,
  answersInItsWords,
  firstImport,
  tryQuestion,
  ask: "Fragen Sie Ihre Dokumente",
  askNothing: "Antworten kommen in den Worten Ihrer Dokumente. Jeder Satz öffnet die Seite, von der er stammt.",
  askSoon: "Sie können fragen, sobald die ersten Seiten da sind.",
  canAskFilters: "Beides lässt sich eingrenzen:",
  canAskKinds: "Was Sie fragen können",
  canAskMentions: "Welche Dokumente erwähnen …?",
  canAskMentionsHint: "nennt jedes, und wie oft",
  canAskMentionsStart: "Welche Dokumente erwähnen",
  canAskQuestion: "Jede Frage",
  canAskQuestionHint: "wird beantwortet, mit den Seiten dazu",
  dropHere: "Dokumente hier ablegen",
  kindsOfFiles: "PDF, Office, E-Books, E-Mails, Webseiten und Text. Alles wird auf diesem Computer gelesen und aufbewahrt.",
  nothingSent: "Nichts wird irgendwohin gesendet.",
  samplesAdd: "Mit einem Beispiel ausprobieren",
  samplesAdding: "Die Beispiele werden hinzugefügt…",
  samplesHint: "Zwei kurze Dokumente, die mit Paperside kommen. Sie lassen sich jederzeit entfernen.",
  staysHere: "Nichts verlässt diesen Computer.",
};
