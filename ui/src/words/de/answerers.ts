// What answers.
import type { LanguageModelChoice } from "../../host/messages/LanguageModelChoice";
import type { LanguageModelInfo } from "../../host/messages/LanguageModelInfo";
import type { LanguageModelKind } from "../../host/messages/LanguageModelKind";
import type { ModelDownload } from "../../host/messages/ModelDownload";
import type { ModelFileEntry } from "../../host/messages/ModelFileEntry";
import { bytesOf, isInFile } from "../../state/model-files";
import type { answerers as english } from "../en/answerers";
import { size, such, tokens } from "./common";
import { engine } from "./engine";

const sizeOf = ({ megabytes }: ModelFileEntry) => size(megabytes * 1e6);
const readsAtOnce = (number: number) => `liest ${tokens(number)} auf einmal`;

/** What is known of a language model, so that one can choose among several. */
function languageModelFacts({ size: bytes, context_tokens }: LanguageModelInfo): string | undefined {
  const facts = [bytes === null ? undefined : size(bytes), context_tokens === null ? undefined : readsAtOnce(context_tokens)];
  return facts.filter((fact) => fact !== undefined).join(" · ") || undefined;
}

const sendsQuestions = (host: string, openly: boolean) =>
  `Ihre Fragen, das vorher Gesagte und die gefundenen Stellen werden ${openly ? "unverschlüsselt " : ""}an ${host} gesendet.`;

/** Before a language model on another computer is chosen. */
const willSendQuestions = (host: string, openly: boolean) =>
  `Mit diesem Modell verlassen Ihre Fragen, das vorher Gesagte und die gefundenen Stellen diesen Computer: Sie werden ${openly ? "unverschlüsselt " : ""}an ${host} gesendet.`;

/** Where a language model is asked. */
function modelPlace(choice: LanguageModelChoice): string {
  const place = isInFile(choice) ? ["Läuft in Paperside", choice.file] : [languageModelKinds[choice.kind], choice.url];
  return [...place, ...(choice.context_tokens === null ? [] : [readsAtOnce(choice.context_tokens)])].join(" · ");
}

const noModelsYet = (program: string) => `${program} läuft, hat aber noch keine Modelle.`;
const languageModelKinds: Record<LanguageModelKind, string> = {
  open_ai: "Wie OpenAI",
  ollama: "Ollama",
  anthropic: "Anthropic",
};

/** What the address of a server of a kind looks like. */
const addressExamples: Record<LanguageModelKind, string> = {
  open_ai: `${such} http://localhost:1234/v1`,
  ollama: `${such} http://localhost:11434`,
  anthropic: `${such} https://api.anthropic.com`,
};

/** What is known of a model before it is chosen. A licence is not broken at its hyphens. */
const modelFileFacts = (entry: ModelFileEntry) =>
  [sizeOf(entry), engine.told(entry.languages), entry.licence.replaceAll("-", "\u2011")].join(" · ");

/** How far a download is. */
function downloaded(entry: ModelFileEntry, download: ModelDownload): string {
  const bytes = bytesOf(entry, download);
  if (download.received === 0) return answerers.connecting;
  if (download.received >= bytes) return answerers.checkingFile;
  return `${size(download.received)} von ${size(bytes)}`;
}

const downloading = (title: string) => `${title} wird heruntergeladen`;
const downloadModel = (title: string) => `${title} herunterladen`;

/** What a download takes. */
const willDownload = (entry: ModelFileEntry) =>
  `Lädt einmal ${sizeOf(entry)} herunter und prüft, ob alles angekommen ist. Wird es unterbrochen, geht es dort weiter, wo es aufgehört hat.`;
const modelArrived = (title: string) => `${title} ist jetzt auf diesem Computer.`;

/** The key of a server, where the system keeps none. */
const keyInFile = (path: string) =>
  `Dieses System hat keinen Schlüsselbund, deshalb steht der Schlüssel in ${path}. Nur Sie dürfen die Datei lesen, aber sie ist nicht verschlüsselt.`;

export const answerers: typeof english = {
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
  anotherServer: "Ein anderer Server…",
  anotherServerPurpose: "Einer auf einem anderen Computer oder auf diesem unter einer anderen Adresse.",
  answers: "Antworten",
  answersNext: "Es antwortet ab Ihrer nächsten Frage.",
  answersOnceLoaded: "Es wird zuerst geladen; das kann einige Sekunden dauern. Es antwortet ab Ihrer nächsten Frage.",
  askingServer: "Der Server wird gefragt…",
  checkingFile: "Es wird geprüft, ob alles angekommen ist…",
  chooseFile: "Datei wählen…",
  chooseModel: "Modell wählen",
  chooseOtherFile: "Andere Datei wählen…",
  chosenMeanwhile: "Bis ein Modell gewählt ist, antworten weiter die Sätze der Dokumente.",
  connecting: "Verbindet…",
  extractive: "In den Sätzen der Dokumente selbst",
  extractivePurpose: "Braucht nichts weiter und stimmt immer aufs Wort.",
  fileMissing: "Wählen Sie zuerst die Datei.",
  fluent: "In eigenen Worten, durch ein Sprachmodell",
  fluentPurpose: "Liest sich flüssig. Jeder Satz wird an Ihren Dokumenten geprüft.",
  here: "Auf diesem Computer",
  keyKept: "Er wird im Schlüsselbund dieses Computers aufbewahrt, wenn es einen gibt.",
  loading: "Lädt…",
  lookAgain: "Erneut suchen",
  lookingAround: "Auf diesem Computer wird nach Sprachmodellen gesucht…",
  noModelHint: "Noch ist kein Sprachmodell gewählt, deshalb kann keine Frage beantwortet werden.",
  noModelsRunning: "Auf diesem Computer läuft kein Sprachmodell. Ollama, LM Studio, llama.cpp, Jan, GPT4All und vLLM werden von selbst gefunden, sobald sie laufen.",
  noServerModels: "Der Server nennt keine Modelle. Geben Sie den Namen eines Modells ein.",
  otherPrograms: "In einem anderen Programm",
  own: "In Paperside selbst",
  ownFile: "Eine Datei auf diesem Computer",
  ownFilePurpose: "Eine, die Sie schon haben, wie llama.cpp sie speichert: Ihr Name endet auf .gguf.",
  ownHint: "Braucht kein anderes Programm, und nichts wird gesendet.",
  pickModel: "Wählen Sie zuerst ein Modell.",
  removeAsk: "Entfernen? Es kann erneut heruntergeladen werden.",
  serverAddress: "Adresse",
  serverKey: "Schlüssel",
  serverKeyHint: "Nur wenn der Server einen verlangt",
  serverKind: "Wie mit ihm gesprochen wird",
  serverModelName: "Modell",
  serverModels: "Modelle des Servers",
  showServerModels: "Seine Modelle anzeigen",
  stopping: "Wird angehalten…",
  useModel: "Verwenden",
  waits: "Es kann verwendet werden, sobald es hier ist. Die Einstellungen können Sie inzwischen schließen.",
};
