// What a search found, and why.
import type { Correction } from "../../host/messages/Correction";
import type { HitScores } from "../../host/messages/HitScores";
import type { LeftOutReason } from "../../host/messages/LeftOutReason";
import type { LegRanks } from "../../host/messages/LegRanks";
import { documents, passages, place } from "./common";
import { count, decimal } from "./formats";

/** Where a number is absent. */
const none = "–";

const understood = (question: string) => `Understood as: ${question}`;

/** Why passages were compared by their words only. */
const onlyWords = (why: string) => `Only words were compared: ${why}.`;
const correction = ({ typed, meant }: Correction) => `“${typed}” stands nowhere; “${meant}” was looked for too.`;

function ordinal(number: number): string {
  const tens = number % 100;
  const ending = tens >= 11 && tens <= 13 ? "th" : (["th", "st", "nd", "rd"][number % 10] ?? "th");
  return `${count(number)}${ending}`;
}

/** How a passage was found, in parts that belong on one line each. */
function found(ranks: LegRanks, scores: HitScores): string[] {
  const decimals = (score: number | null, digits: number) => (score === null ? none : decimal(score, digits));
  const leg = (rank: number | null, score: string) => (rank === null ? none : `${ordinal(rank)} (${score})`);
  return [
    `meaning ${leg(ranks.dense, decimals(scores.dense, 2))}`,
    `words ${leg(ranks.keyword, decimals(scores.keyword, 1))}`,
    `fused ${decimals(scores.fused, 2)}`,
    `word by word ${decimals(scores.late, 2)}`,
  ];
}

const copyPlace = (title: string, label: string) => `page ${label} of ${title}`;
const openHit = (rank: number, title: string, label: string) => `Hit ${rank}: ${place(title, label)}`;
const leftOut = (number: number) => `Looked at, not used (${count(number)})`;

function reason(reason: LeftOutReason): string {
  switch (reason.why) {
    case "below_the_last":
      return "Others fit better";
    case "says_the_same":
      return `Hit ${reason.hit} says the same`;
    case "joined":
      return `Shown with hit ${reason.hit}`;
  }
}

/** How much was found, how fast, and what is not there to be found yet. */
function summary(hits: number, milliseconds: number, missing: number): string {
  const found = `${passages(hits)} in ${count(milliseconds)} ms`;
  return missing > 0 ? `${found}, ${documents(missing)} still being imported` : found;
}

const nothing = (query: string) => `Nothing was found for “${query}”.`;
/** What narrows a question down, each as the engine knows it, and such a name. */
const filters = { document: "document:", page: "page:", before: "before:", after: "after:", name: "lease" };

export const search = {
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
  alsoOn: "also on",
  askMode: "Ask",
  behind: "Searching…",
  empty: "Type, and what fits best appears at once.",
  emptyHint: "Whole phrases in quotes, and these filters, narrow it down:",
  everywhere: "Look in all documents",
  hint: "Search your documents",
  keys: "Enter opens · Ctrl+Enter asks",
  modes: "Ask or search",
  narrowedToNothing: "No document or page is as your question asks. Look at its filters (document:, page:, before:, after:) and at its words in quotes.",
  nearest: "Nearest passages",
  nothingHint: "Try fewer or other words.",
  pin: "This page is the right answer",
  results: "Passages",
  searchMode: "Search",
  why: "Why these?",
  whyHint: "Place and score by meaning and by words, both fused, and the likeness word by word.",
};
