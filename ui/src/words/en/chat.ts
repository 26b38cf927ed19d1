// Questions and answers.
import type { Version } from "../../state/turn.svelte";
import { passages } from "./common";
import { count } from "./formats";

/** Who answers the next question. */
const modelAnswers = (name: string) => `${name} answers`;
const reads = (number: number) => `Reading ${passages(number)}…`;

const versionOf = ({ number, of }: Version) => `${count(number)}/${count(of)}`;
const versionLabel = ({ number, of }: Version) => `Asked ${count(of)} times; this is number ${count(number)}`;

const code = (language: string) => (language === "" ? "Code" : `Code: ${language}`);

export const chat = {
  modelAnswers,
  reads,
  versionOf,
  versionLabel,
  code,
  again: "Ask again",
  answerWithout: "Answer without a model",
  answerWithoutHint: "With the documents’ own sentences",
  askEmpty: "Add a document first, then ask",
  askHint: "Ask a question",
  askInAMoment: "You can ask in a moment",
  changeAnswerer: "change",
  changeModel: "Change the model…",
  chooseAnswerer: "choose one",
  copied: "Copied",
  copy: "Copy with citations",
  copyCode: "Copy the code",
  edit: "Edit the question",
  editCancel: "Cancel",
  extractiveAnswers: "Your documents’ own sentences answer",
  jumpToEnd: "Jump to the end",
  noAnswerHint: "The nearest passages are below. Other words, or another document, may help.",
  noModelAnswers: "No language model is chosen",
  notCopied: "It could not be copied. Select the words and copy them yourself.",
  otherVersion: "This answer was kept by another version of Paperside, and cannot be shown.",
  questionLess: "Show less",
  questionWhole: "Show all",
  searching: "Looking through your documents…",
  send: "Ask",
  stop: "Stop",
  stopped: "Stopped.",
  stoppedUnchecked: "Stopped; these sentences are not checked.",
  table: "Table",
  taskDone: "Done",
  taskOpen: "Not done",
  thinking: "Thinking…",
  thoughts: "What the model thought",
  uncheckedRest: "What had come until then is not checked.",
  versionNext: "Next answer",
  versionPrevious: "Previous answer",
};
