// What every part of an answer's text has to know of the answer.
import type { AnswerSentence } from "../../host/messages/AnswerSentence";
import type { ChangedCitation } from "../../host/messages/ChangedCitation";
import type { Citation } from "../../host/messages/Citation";
import type { Sentences } from "./sentences";

export interface Shown {
  /** While an answer streams its citations are not known yet; their numbers are shown all the same. */
  citations: Citation[] | undefined;
  /** The citations whose words are not any more as they were. */
  changed: readonly ChangedCitation[];
  /** Those that were checked. */
  sentences: readonly AnswerSentence[];
  located: Sentences;
  /** The sentence whose note is open, by its place or by where the block begins that is known as a whole. */
  open: number | string | undefined;
  toggle: (what: number | string) => void;
  /** What the ids of the notes begin with. */
  id: string;
}
