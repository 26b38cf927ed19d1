// What the engine is told of a chat, so that it understands "and in Spain?".
import { unmarked } from "../chat/markers";
import type { Answer } from "../host/messages/Answer";
import type { EarlierTurn } from "../host/messages/EarlierTurn";

/** So many are told; what is asked seldom goes back further. */
const most = 8;

/** As much of a turn as is needed here. */
interface Answered {
  question: string;
  answer: Pick<Answer, "answer" | "citations" | "refused"> | undefined;
}

/** The latest turns, oldest first. One that was stopped, failed or found nothing was not answered. */
export function earlierTurns(turns: readonly Answered[]): EarlierTurn[] {
  return turns.slice(-most).map(({ question, answer }) => ({
    question,
    answer: answer && !answer.refused ? unmarked(answer.answer, answer.citations.length) : "",
  }));
}
