// What a search found, and why.
import type { Correction } from "../../host/messages/Correction";
import type { HitScores } from "../../host/messages/HitScores";
import type { LeftOutReason } from "../../host/messages/LeftOutReason";
import type { LegRanks } from "../../host/messages/LegRanks";
import type { search as english } from "../en/search";
import { documents, passages, place } from "./common";
import { engine } from "./engine";
import { count, decimal } from "./formats";

/** Where a number is absent. */
const none = "–";

const understood = (question: string) => `Verstanden als: ${question}`;

/** Why passages were compared by their words only. */
const onlyWords = (why: string) => `Nur Wörter wurden verglichen: ${engine.told(why).replace(/\.$/, "")}.`;
const correction = ({ typed, meant }: Correction) => `„${typed}“ steht nirgends; auch „${meant}“ wurde gesucht.`;

const ordinal = (number: number) => `${count(number)}.`;

/** How a passage was found, in parts that belong on one line each. */
function found(ranks: LegRanks, scores: HitScores): string[] {
  const decimals = (score: number | null, digits: number) => (score === null ? none : decimal(score, digits));
  const leg = (rank: number | null, score: string) => (rank === null ? none : `${ordinal(rank)} (${score})`);
  return [
    `Sinn ${leg(ranks.dense, decimals(scores.dense, 2))}`,
    `Wörter ${leg(ranks.keyword, decimals(scores.keyword, 1))}`,
    `vereint ${decimals(scores.fused, 2)}`,
    `Wort für Wort ${decimals(scores.late, 2)}`,
  ];
}

const copyPlace = (title: string, label: string) => `Seite ${label} von ${title}`;
const openHit = (rank: number, title: string, label: string) => `Treffer ${rank}: ${place(title, label)}`;
const leftOut = (number: number) => `Angesehen, nicht verwendet (${count(number)})`;

function reason(reason: LeftOutReason): string {
  switch (reason.why) {
    case "below_the_last":
      return "Andere passen besser";
    case "says_the_same":
      return `Treffer ${reason.hit} sagt dasselbe`;
    case "joined":
      return `Bei Treffer ${reason.hit} mit gezeigt`;
  }
}

/** How much was found, how fast, and what is not there to be found yet. */
function summary(hits: number, milliseconds: number, missing: number): string {
  const found = `${passages(hits)} in ${count(milliseconds)} ms`;
  return missing > 0 ? `${found}, ${documents(missing)} ${missing === 1 ? "wird" : "werden"} noch importiert` : found;
}

const nothing = (query: string) => `Zu „${query}“ wurde nichts gefunden.`;
/** What narrows a question down, each as the engine knows it, and such a name. */
const filters = { document: "dokument:", page: "seite:", before: "vor:", after: "nach:", name: "Vertrag" };

export const search: typeof english = {
  understood,
  onlyWords,
  correction,
  found,
  copyPlace,
  openHit,
  leftOut,
  reason,
  summary,
  nothing,
  filters,
  alsoOn: "auch auf",
  askMode: "Fragen",
  behind: "Wird gesucht…",
  empty: "Tippen Sie: Was am besten passt, erscheint sofort.",
  emptyHint: "Ganze Wendungen in Anführungszeichen und diese Filter grenzen die Suche ein:",
  everywhere: "In allen Dokumenten suchen",
  hint: "Suchen Sie in Ihren Dokumenten",
  keys: "Eingabe öffnet · Strg+Eingabe fragt",
  modes: "Fragen oder suchen",
  narrowedToNothing: "Kein Dokument und keine Seite passt zu Ihrer Frage. Sehen Sie sich ihre Filter an (dokument:, seite:, vor:, nach:) und ihre Wörter in Anführungszeichen.",
  nearest: "Die nächsten Stellen",
  nothingHint: "Versuchen Sie weniger oder andere Wörter.",
  pin: "Diese Seite ist die richtige Antwort",
  results: "Stellen",
  searchMode: "Suchen",
  why: "Warum diese?",
  whyHint: "Platz und Wert nach Sinn und nach Wörtern, beide vereint, und die Ähnlichkeit Wort für Wort.",
};
