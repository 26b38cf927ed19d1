// What the check of an answer's sentences came to.
import type { AnswerSentence } from "../host/messages/AnswerSentence";
import type { SentenceProblem } from "../host/messages/SentenceProblem";

/** `mild` is worth knowing and no reason to doubt: the sentence is carried, and its number leads to what carries it. */
export type Mark = "none" | "mild" | "doubtful";

/** How many sentences claim something, and how many of those the documents carry. */
export interface Checked {
  found: number;
  of: number;
}

const isMild = (problem: SentenceProblem) => problem.kind === "wrong_source" && problem.is_elsewhere;

export function markOf({ verdict, problems }: AnswerSentence): Mark {
  if (verdict === null) return "none";
  if (verdict === "unsupported" || !problems.every(isMild)) return "doubtful";
  return problems.length > 0 ? "mild" : "none";
}

/** The same sentences count as found that are shown without doubt. */
export function checked(sentences: readonly AnswerSentence[]): Checked {
  const telling = sentences.filter(({ verdict }) => verdict !== null);
  return { found: telling.filter((sentence) => markOf(sentence) !== "doubtful").length, of: telling.length };
}
