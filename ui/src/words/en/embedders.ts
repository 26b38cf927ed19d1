// What finds by meaning.
import type { CatalogueEntry } from "../../host/messages/CatalogueEntry";
import type { EmbedderChange } from "../../host/messages/EmbedderChange";
import type { KeptEmbeddings } from "../../host/messages/KeptEmbeddings";
import type { Plan } from "../../state/embedders";
import type { Summary } from "../../state/pins";
import { passages, size } from "./common";
import { count } from "./formats";

const megabytes = (bytes: number) => count(Math.round(bytes / 1e6));
const capital = (words: string) => words.charAt(0).toUpperCase() + words.slice(1);
const both = (hosts: readonly string[]) => hosts.join(" and ");

/** How far a change is within what it does; nothing where that is not counted. */
function changePlace({ stage, done, total }: EmbedderChange): string | undefined {
  if (total === 0) return undefined;
  if (stage === "downloading") return `${megabytes(Math.min(done, total))} of ${megabytes(total)} MB`;
  if (stage === "embedding") return `passage ${count(Math.min(done + 1, total))} of ${count(total)}`;
  return undefined;
}

/** What a change to another model finds further up or down. */
function comparison({ better, worse, same }: Summary): string {
  return `${count(better)} better, ${count(worse)} worse, ${count(same)} the same`;
}

/** What is known of a model before it is chosen. */
function modelFacts({ languages, megabytes, licence, is_bundled, is_here }: CatalogueEntry): string {
  const size = is_bundled ? embedders.comesAlong : is_here ? embedders.isHere : `${count(megabytes)} MB to download`;
  return [capital(languages), size, licence].join(" · ");
}

function changeStage(change: EmbedderChange): string {
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
function changeNews(change: EmbedderChange): string {
  if (change.problem !== null) return `${change.title}: ${change.problem}`;
  if (change.stage === "ready") return isReady(change.title);
  return `${change.title}: ${changeStage({ ...change, total: 0 })}`;
}

const changing = (title: string) => `Changing to ${title}`;
const isReady = (title: string) => `${title} is ready to answer.`;
const answersNow = (title: string) => `${title} answers now.`;
const answersMeanwhile = (title: string) => `Until it is ready, ${title} goes on answering.`;
const use = (title: string) => `Use ${title}`;
const stayWith = (title: string) => `Stay with ${title}`;
const beginLabel = ({ kind, title }: Plan) => (kind === "call_off" ? stayWith(title) : `Change to ${title}`);

/** What a change to another model takes. */
function planned(plan: Plan): string {
  if (plan.kind === "call_off") return embedders.callsOff;
  const download = plan.megabytes > 0 ? `downloads ${count(plan.megabytes)} MB` : undefined;
  const unknown = plan.passages - plan.known;
  const turned = plan.known === 0 ? passages(unknown) : `${count(unknown)} of ${passages(plan.passages)}`;
  const turning = unknown === 0 ? undefined : `turns ${turned} into numbers${plan.known === 0 ? " again" : "; the rest is kept from before"}`;
  const takes = [download, turning].filter((words) => words !== undefined).join(", then ");
  const sentences = [
    ...(plan.kind === "instead" ? [embedders.callsOff] : []),
    ...(takes === "" ? [] : [`This ${takes}.`]),
    ...(plan.passages === 0 ? [embedders.noPassages] : unknown === 0 ? [embedders.takesSeconds] : []),
    ...(unknown > 0 ? [embedders.goOnAsking] : []),
  ];
  return sentences.join(" ");
}

const embeddedSoFar = (embedded: number, of: number) =>
  `It has understood ${count(embedded)} of ${passages(of)}; the others are found by their words until then.`;
const keptSize = ({ passages: kept, bytes }: KeptEmbeddings) => `${passages(kept)} · ${size(bytes)}`;
const sends = (hosts: readonly string[]) => `The texts of your documents and your questions are sent to ${both(hosts)}.`;

/** Before a server on another computer is chosen. */
const willSend = (host: string, openly: boolean) =>
  `With this server, the texts of your documents and your questions leave this computer: they are sent to ${host}${openly ? ", unencrypted" : ""}.`;

export const embedders = {
  comparison,
  modelFacts,
  changeStage,
  changeNews,
  changing,
  isReady,
  answersNow,
  answersMeanwhile,
  use,
  stayWith,
  beginLabel,
  planned,
  embeddedSoFar,
  keptSize,
  sends,
  willSend,
  anotherModel: "Choose another model",
  byMeaning: "Finding by meaning",
  byMeaningHint: "A model turns passages into numbers, so that a question also finds what says it in other words.",
  callsOff: "The change that is under way ends; what it has done so far is kept.",
  change: "Change",
  chooseModelFolder: "Choose a folder…",
  chooseOtherFolder: "Choose another folder…",
  comesAlong: "comes with Paperside",
  compare: "Compare",
  compareAgain: "Compare again",
  comparedPins: "among the pages you know to be right.",
  comparing: "Looking for the pages you know to be right with both…",
  folderMissing: "First choose the folder.",
  folderModel: "A model in a folder on this computer",
  folderPurpose: "One that you have already: tokenizer.json with model.safetensors or model.onnx.",
  forget: "Forget",
  forgetAsk: "Forget it? Changing back would take all the time again.",
  gettingReady: "Getting ready",
  goOnAsking: "You can go on asking all the while.",
  inUse: "In use",
  isHere: "on this computer",
  kept: "Kept from before",
  keptHint: "Change back to one of these, and only what it does not know yet is turned into numbers.",
  lookingUp: "Looking up what is in use…",
  noPassages: "There are no passages yet: it is used from the first document on.",
  serverExample: "such as http://localhost:11434",
  serverMissing: "First say where the server is, and which model it is to use.",
  serverModel: "A server",
  serverPurpose: "One that you or others run, such as Ollama or LM Studio; it answers at /v1/embeddings.",
  takesSeconds: "It knows all passages from before, so this takes seconds.",
};
