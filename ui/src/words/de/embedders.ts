// What finds by meaning.
import type { CatalogueEntry } from "../../host/messages/CatalogueEntry";
import type { EmbedderChange } from "../../host/messages/EmbedderChange";
import type { KeptEmbeddings } from "../../host/messages/KeptEmbeddings";
import type { Plan } from "../../state/embedders";
import type { Summary } from "../../state/pins";
import type { embedders as english } from "../en/embedders";
import { passages, size, such } from "./common";
import { engine } from "./engine";
import { count } from "./formats";

const megabytes = (bytes: number) => count(Math.round(bytes / 1e6));
const capital = (words: string) => words.charAt(0).toUpperCase() + words.slice(1);
const both = (hosts: readonly string[]) => hosts.join(" und ");

/** How far a change is within what it does; nothing where that is not counted. */
function changePlace({ stage, done, total }: EmbedderChange): string | undefined {
  if (total === 0) return undefined;
  if (stage === "downloading") return `${megabytes(Math.min(done, total))} von ${megabytes(total)} MB`;
  if (stage === "embedding") return `Stelle ${count(Math.min(done + 1, total))} von ${count(total)}`;
  return undefined;
}

/** What a change to another model finds further up or down. */
function comparison({ better, worse, same }: Summary): string {
  return `${count(better)} besser, ${count(worse)} schlechter, ${count(same)} gleich`;
}

/** What is known of a model before it is chosen. */
function modelFacts({ languages, megabytes, licence, is_bundled, is_here }: CatalogueEntry): string {
  const size = is_bundled ? embedders.comesAlong : is_here ? embedders.isHere : `${count(megabytes)} MB zu laden`;
  return [capital(engine.told(languages)), size, licence].join(" · ");
}

function changeStage(change: EmbedderChange): string {
  const place = changePlace(change);
  if (change.stage === "ready") return "Bereit";
  if (change.problem !== null || change.is_paused) {
    const words = change.problem !== null ? "Angehalten" : "Pausiert";
    return place === undefined ? words : `${words} bei ${place}`;
  }
  switch (change.stage) {
    case "downloading":
      return `Lädt ${place ?? "das Modell"} herunter`;
    case "opening":
      return "Öffnet das Modell";
    case "embedding":
      return `Erfasst ${place ?? "die Stellen"}`;
    case "indexing":
      return "Schreibt den Index";
  }
}

/** What is told aloud when a change comes to another stage; its counts are not. */
function changeNews(change: EmbedderChange): string {
  if (change.problem !== null) return `${change.title}: ${engine.told(change.problem)}`;
  if (change.stage === "ready") return isReady(change.title);
  return `${change.title}: ${changeStage({ ...change, total: 0 })}`;
}

const changing = (title: string) => `Wechsel zu ${title}`;
const isReady = (title: string) => `${title} ist bereit.`;
const answersNow = (title: string) => `${title} antwortet jetzt.`;
const answersMeanwhile = (title: string) => `Bis es so weit ist, antwortet weiter ${title}.`;
const use = (title: string) => `${title} verwenden`;
const stayWith = (title: string) => `Bei ${title} bleiben`;
const beginLabel = ({ kind, title }: Plan) => (kind === "call_off" ? stayWith(title) : `Zu ${title} wechseln`);

/** What a change to another model takes. */
function planned(plan: Plan): string {
  if (plan.kind === "call_off") return embedders.callsOff;
  const download = plan.megabytes > 0 ? `lädt ${count(plan.megabytes)} MB herunter` : undefined;
  const unknown = plan.passages - plan.known;
  const turned = plan.known === 0 ? `${passages(unknown)} erneut` : `${count(unknown)} von ${passages(plan.passages)}`;
  const turning = unknown === 0 ? undefined : `verwandelt ${turned} in Zahlen${plan.known === 0 ? "" : "; der Rest ist von früher erhalten"}`;
  const takes = [download, turning].filter((words) => words !== undefined).join(" und ");
  const sentences = [
    ...(plan.kind === "instead" ? [embedders.callsOff] : []),
    ...(takes === "" ? [] : [`Das ${takes}.`]),
    ...(plan.passages === 0 ? [embedders.noPassages] : unknown === 0 ? [embedders.takesSeconds] : []),
    ...(unknown > 0 ? [embedders.goOnAsking] : []),
  ];
  return sentences.join(" ");
}

const embeddedSoFar = (embedded: number, of: number) =>
  `${count(embedded)} von ${passages(of)} sind erfasst; die übrigen werden bis dahin nach ihren Wörtern gefunden.`;
const keptSize = ({ passages: kept, bytes }: KeptEmbeddings) => `${passages(kept)} · ${size(bytes)}`;
const sends = (hosts: readonly string[]) => `Die Texte Ihrer Dokumente und Ihre Fragen werden an ${both(hosts)} gesendet.`;

/** Before a server on another computer is chosen. */
const willSend = (host: string, openly: boolean) =>
  `Mit diesem Server verlassen die Texte Ihrer Dokumente und Ihre Fragen diesen Computer: Sie werden ${openly ? "unverschlüsselt " : ""}an ${host} gesendet.`;

export const embedders: typeof english = {
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
  anotherModel: "Anderes Modell wählen",
  byMeaning: "Finden nach Sinn",
  byMeaningHint: "Ein Modell verwandelt Stellen in Zahlen. So findet eine Frage auch, was mit anderen Worten gesagt ist.",
  callsOff: "Der laufende Wechsel endet; was er bisher geschafft hat, bleibt erhalten.",
  change: "Wechseln",
  chooseModelFolder: "Ordner wählen…",
  chooseOtherFolder: "Anderen Ordner wählen…",
  comesAlong: "in Paperside enthalten",
  compare: "Vergleichen",
  compareAgain: "Erneut vergleichen",
  comparedPins: "bei Ihren gemerkten Seiten.",
  comparing: "Ihre gemerkten Seiten werden mit beiden gesucht…",
  folderMissing: "Wählen Sie zuerst den Ordner.",
  folderModel: "Ein Modell in einem Ordner auf diesem Computer",
  folderPurpose: "Eines, das Sie schon haben: tokenizer.json mit model.safetensors oder model.onnx.",
  forget: "Vergessen",
  forgetAsk: "Vergessen? Ein Wechsel zurück würde wieder die ganze Zeit brauchen.",
  gettingReady: "In Vorbereitung",
  goOnAsking: "Sie können währenddessen weiter fragen.",
  inUse: "In Gebrauch",
  isHere: "auf diesem Computer",
  kept: "Von früher erhalten",
  keptHint: "Wechseln Sie zu einem davon zurück, wird nur in Zahlen verwandelt, was es noch nicht kennt.",
  lookingUp: "Wird nachgesehen…",
  noPassages: "Noch gibt es keine Stellen: Es wird vom ersten Dokument an verwendet.",
  serverExample: `${such} http://localhost:11434`,
  serverMissing: "Geben Sie zuerst an, wo der Server ist und welches Modell er verwenden soll.",
  serverModel: "Ein Server",
  serverPurpose: "Einer, den Sie oder andere betreiben, etwa Ollama oder LM Studio; er antwortet unter /v1/embeddings.",
  takesSeconds: "Alle Stellen sind von früher bekannt, deshalb dauert das nur Sekunden.",
};
