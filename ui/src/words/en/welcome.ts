// What is told before there is anything to ask, and of what can be asked.
import { embedders } from "./embedders";
import { count } from "./formats";

/** `hosts` are those that embed; `answering` says what is sent to answer, if anything is. */
function whereItStays(hosts: readonly string[], answering: string | undefined): string {
  const sent = [hosts.length > 0 ? embedders.sends(hosts) : undefined, answering].filter((words) => words !== undefined);
  return [welcome.kindsOfFiles, ...(sent.length > 0 ? sent : [welcome.nothingSent])].join(" ");
}

/** What asking a language model does. */
const answersInItsWords = (name: string, staysHere: boolean) =>
  `${name} answers in its own words. Every sentence is checked against your documents, and opens the page that says so.${staysHere ? ` ${welcome.staysHere}` : ""}`;
const firstImport = (number: number) => (number === 1 ? "Your first document is being read" : `Your first ${count(number)} documents are being read`);
const tryQuestion = (question: string) => `Try: ${question}`;

export const welcome = {
  whereItStays,
  answersInItsWords,
  firstImport,
  tryQuestion,
  ask: "Ask your documents",
  askNothing: "Answers come in your documents’ own words. Every sentence opens the page it is from.",
  askSoon: "You can ask as soon as their first pages are in.",
  canAskFilters: "Narrow either down:",
  canAskKinds: "What you can ask",
  canAskMentions: "Which documents mention …?",
  canAskMentionsHint: "names every one, and how often",
  canAskMentionsStart: "Which documents mention",
  canAskQuestion: "Any question",
  canAskQuestionHint: "is answered, with the pages that say so",
  dropHere: "Drop documents here",
  kindsOfFiles: "PDF, Office, e-books, mail, web pages and text. Everything is read and kept on this computer.",
  nothingSent: "Nothing is sent anywhere.",
  samplesAdd: "Try it with a sample",
  samplesAdding: "Adding the samples…",
  samplesHint: "Two short documents that come with Paperside. You can remove them any time.",
  staysHere: "Nothing leaves this computer.",
};
