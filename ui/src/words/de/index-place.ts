// Where the search index is.
import type { IndexMove } from "../../host/messages/IndexMove";
import type { IndexPlace } from "../../host/messages/IndexPlace";
import type { IndexQuantization } from "../../host/messages/IndexQuantization";
import type { IndexState } from "../../host/messages/IndexState";
import type { indexPlace as english } from "../en/index-place";
import { passages, such } from "./common";
import { engine } from "./engine";
import { count } from "./formats";

const place = (where: IndexPlace) => (where.kind === "embedded" ? "Im Ordner der Bibliothek" : `Auf dem Qdrant-Server unter ${where.url}`);

/** How the index is that answers. */
function holds({ is_in_step, problem, filled, passages: all }: IndexState): string {
  if (is_in_step) return all === 1 ? "Die eine Stelle ist darin." : `Alle ${passages(all)} sind darin.`;
  return problem === null ? `Er wird gefüllt: ${count(filled)} von ${passages(all)} sind darin.` : "";
}

const moving = (to: IndexPlace) => (to.kind === "embedded" ? "Umzug in den Ordner der Bibliothek" : `Umzug nach ${to.url}`);

function moveStage({ stage, done, total }: IndexMove): string {
  switch (stage) {
    case "opening":
      return "Der neue Index wird geöffnet";
    case "filling":
      return total === 0 ? "Der neue Index wird gefüllt" : `Der neue Index wird gefüllt: ${count(done)} von ${passages(total)}`;
    case "checking":
      return total === 0 ? "Er wird mit der Bibliothek verglichen" : `Er wird mit der Bibliothek verglichen: Dokument ${count(Math.min(done + 1, total))} von ${count(total)}`;
  }
}

/** What is told aloud when something is other than it was; counts are not. */
function news(before: IndexState, now: IndexState): string {
  const { moving: move, problem } = now;
  if (move) return [moving(move.to), move.problem === null ? moveStage({ ...move, total: 0 }) : engine.told(move.problem)].join(": ");
  if (problem !== null) return engine.told(problem);
  if (before.moving && JSON.stringify(before.place) !== JSON.stringify(now.place)) return `Umgezogen. ${place(now.place)}.`;
  return before.moving ? indexPlace.movedOff : holds(now);
}

/** Before a server on another computer is chosen. */
const willSend = (host: string, openly: boolean) =>
  `Mit diesem Server verlassen die Zahlen, in die Ihre Dokumente und Fragen verwandelt werden, diesen Computer: Sie werden ${openly ? "unverschlüsselt, samt dem Schlüssel, " : ""}an ${host} gesendet. Kein Text und kein Dateiname wird gesendet; aber wer diese Zahlen hat, kann erraten, wovon ein Text handelt.`;

const clears = (url: string) => `Ein alter Index wird von ${url} entfernt, sobald der Server erreichbar ist.`;
const cleared = (number: number) => (number === 0 ? "Von dieser Bibliothek war dort nichts." : number === 1 ? "Ein alter Index wurde entfernt." : `${count(number)} alte Indexe wurden entfernt.`);

const quantizations: Record<IndexQuantization, string> = {
  none: "Wie sie sind",
  scalar: "Auch in acht Bit je Zahl, um damit zuerst zu vergleichen",
  binary: "Auch in einem Bit je Zahl, ab tausend Zahlen",
};
const quantization = (kind: IndexQuantization) => quantizations[kind];

const outOf = (most: number) => `1 bis ${count(most)}`;

export const indexPlace: typeof english = {
  place,
  holds,
  moving,
  moveStage,
  news,
  willSend,
  clears,
  cleared,
  quantization,
  outOf,
  addressMissing: "Geben Sie zuerst an, wo der Server ist.",
  anotherServer: "Auf einen anderen Server umziehen oder dort anders führen",
  away: "Der Suchindex lässt sich nicht fragen",
  clear: "Entfernen",
  clearServer: "Einen alten Index von einem Server entfernen",
  clearServerHint: "Was Läufe mit „--index“ dort zurückgelassen haben. Der Index, der antwortet, bleibt unberührt.",
  forThisRun: "Das gilt nur für diesen Lauf, weil der Ort beim Start von Paperside genannt wurde. Starten Sie es ohne diese Angabe, um den Index umzuziehen.",
  goesOn: "Der Umzug geht von selbst weiter, sobald das vorbei ist. Bis dahin antwortet der alte Index.",
  hint: "Worin gesucht wird, entsteht aus der Bibliothek und kann neu entstehen. Ist eine Bibliothek für diesen Computer zu groß geworden, kann der Index auf einem Qdrant-Server oder -Cluster sein; Dokumente, Stellen und Gespräche bleiben in jedem Fall hier.",
  inMemory: "Im Arbeitsspeicher des Servers",
  inMemoryHint: "Schneller, aber teurer. Sonst sind Vektoren und Wörter auf seinem Datenträger.",
  isHere: "Dort ist er schon. Ein Schlüssel, den Sie angeben, gilt ab jetzt, und ein laufender Umzug wird abgebrochen.",
  lookingUp: "Es wird nachgesehen, wo er ist…",
  meanwhile: "Bis er vollständig ist, antwortet der alte Index. Dafür wird nichts gelesen oder in Zahlen verwandelt.",
  move: "Umziehen",
  moveBack: "Zurück in den Ordner der Bibliothek",
  movedOff: "Der Umzug ist abgebrochen.",
  numberWrong: "Eine der Zahlen kann nicht so sein.",
  options: "Wie der Server ihn führt",
  planned: "Alles wird aus der Bibliothek hochgeladen und mit ihr verglichen, dann tauschen die beiden ihre Plätze. Sie können währenddessen weiter fragen und jederzeit unterbrechen.",
  quantizationLabel: "Vektoren",
  replicas: "Kopien jedes Teils",
  server: "Ein Qdrant-Server",
  serverExample: `${such} http://localhost:6334`,
  serverKeyKept: "Aufbewahrt im Schlüsselbund des Systems, nie in der Bibliothek.",
  shards: "Teile",
  serversChoice: "der Server wählt",
  stay: "Dort lassen",
  title: "Wo der Index ist",
  toServer: "Auf einen Qdrant-Server umziehen",
  writeConsistency: "Kopien, die Geschriebenes haben müssen",
};
