// What answers.
import type { LanguageModelChoice } from "../../host/messages/LanguageModelChoice";
import type { LanguageModelInfo } from "../../host/messages/LanguageModelInfo";
import type { LanguageModelKind } from "../../host/messages/LanguageModelKind";
import type { ModelDownload } from "../../host/messages/ModelDownload";
import type { ModelFileEntry } from "../../host/messages/ModelFileEntry";
import { bytesOf, isInFile } from "../../state/model-files";
import { size, tokens } from "./common";

const sizeOf = ({ megabytes }: ModelFileEntry) => size(megabytes * 1e6);

/** What is known of a language model, so that one can choose among several. */
function languageModelFacts({ size: bytes, context_tokens }: LanguageModelInfo): string | undefined {
  const facts = [bytes === null ? undefined : size(bytes), context_tokens === null ? undefined : `reads ${tokens(context_tokens)} at once`];
  return facts.filter((fact) => fact !== undefined).join(" · ") || undefined;
}

const sendsQuestions = (host: string, openly: boolean) =>
  `Your questions, what was said before and the passages found are sent to ${host}${openly ? ", unencrypted" : ""}.`;

/** Before a language model on another computer is chosen. */
const willSendQuestions = (host: string, openly: boolean) =>
  `With this model, your questions, what was said before and the passages found leave this computer: they are sent to ${host}${openly ? ", unencrypted" : ""}.`;

/** Where a language model is asked. */
function modelPlace(choice: LanguageModelChoice): string {
  const place = isInFile(choice) ? ["Run by Paperside", choice.file] : [languageModelKinds[choice.kind], choice.url];
  return [...place, ...(choice.context_tokens === null ? [] : [`reads ${tokens(choice.context_tokens)} at once`])].join(" · ");
}

const noModelsYet = (program: string) => `${program} runs, but has no models yet.`;
const languageModelKinds: Record<LanguageModelKind, string> = {
  open_ai: "OpenAI-compatible",
  ollama: "Ollama",
  anthropic: "Anthropic",
};

/** What the address of a server of a kind looks like. */
const addressExamples: Record<LanguageModelKind, string> = {
  open_ai: "such as http://localhost:1234/v1",
  ollama: "such as http://localhost:11434",
  anthropic: "such as https://api.anthropic.com",
};

/** What is known of a model before it is chosen. A licence is not broken at its hyphens. */
const modelFileFacts = (entry: ModelFileEntry) =>
  [sizeOf(entry), entry.languages, entry.licence.replaceAll("-", "\u2011")].join(" · ");

/** How far a download is. */
function downloaded(entry: ModelFileEntry, download: ModelDownload): string {
  const bytes = bytesOf(entry, download);
  if (download.received === 0) return answerers.connecting;
  if (download.received >= bytes) return answerers.checkingFile;
  return `${size(download.received)} of ${size(bytes)}`;
}

const downloading = (title: string) => `Downloading ${title}`;
const downloadModel = (title: string) => `Download ${title}`;

/** What a download takes. */
const willDownload = (entry: ModelFileEntry) =>
  `Downloads ${sizeOf(entry)} once, and checks that all has come. If interrupted, it goes on where it stopped.`;
const modelArrived = (title: string) => `${title} is on this computer now.`;

/** The key of a server, where the system keeps none. */
const keyInFile = (path: string) =>
  `This system has no keyring, so the key is in ${path}. Only you may read it, but it is not encrypted.`;

export const answerers = {
  languageModelFacts,
  sendsQuestions,
  willSendQuestions,
  modelPlace,
  noModelsYet,
  languageModelKinds,
  addressExamples,
  modelFileFacts,
  downloaded,
  downloading,
  downloadModel,
  willDownload,
  modelArrived,
  keyInFile,
  anotherServer: "Another server…",
  anotherServerPurpose: "One on another computer, or on this one at another address.",
  answers: "Answers",
  answersNext: "It answers from your next question on.",
  answersOnceLoaded: "It is loaded first, which can take some seconds. It answers from your next question on.",
  askingServer: "Asking the server…",
  checkingFile: "Checking that all of it has come…",
  chooseFile: "Choose a file…",
  chooseModel: "Choose a model",
  chooseOtherFile: "Choose another file…",
  chosenMeanwhile: "Until a model is chosen, the documents’ own sentences go on answering.",
  connecting: "Connecting…",
  extractive: "In the documents’ own sentences",
  extractivePurpose: "Needs nothing else, and is always right to the letter.",
  fileMissing: "First choose the file.",
  fluent: "In its own words, by a language model",
  fluentPurpose: "Reads fluently. Every sentence is checked against your documents.",
  here: "On this computer",
  keyKept: "It is kept in this computer’s keyring, if it has one.",
  loading: "Loading…",
  lookAgain: "Look again",
  lookingAround: "Looking for language models on this computer…",
  noModelHint: "No language model is chosen yet, so no question can be answered.",
  noModelsRunning: "No language model is running on this computer. Ollama, LM Studio, llama.cpp, Jan, GPT4All and vLLM are found by themselves once they run.",
  noServerModels: "The server names no models. Type the name of one.",
  otherPrograms: "Run by another program",
  own: "Run by Paperside itself",
  ownFile: "A file on this computer",
  ownFilePurpose: "One that you have already, as llama.cpp stores them: a file that ends with .gguf.",
  ownHint: "Needs no other program, and nothing is sent.",
  pickModel: "First pick a model.",
  removeAsk: "Remove it? It can be downloaded again.",
  serverAddress: "Address",
  serverKey: "Key",
  serverKeyHint: "Only if the server asks for one",
  serverKind: "How it is spoken to",
  serverModelName: "Model",
  serverModels: "Models of the server",
  showServerModels: "Show its models",
  stopping: "Stopping…",
  useModel: "Use",
  waits: "It can be used once it is here. You can close the settings meanwhile.",
};
