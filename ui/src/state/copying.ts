// An answer as a text for other programs.
import { citedLine } from "../strings-chats";
import type { Turn } from "./turn.svelte";

/** What it says, and below that what each of its numbers cites. */
export function asText({ text, answer }: Pick<Turn, "text" | "answer">): string {
  const cited = (answer?.citations ?? []).map(citedLine);
  return [text.trim(), ...(cited.length > 0 ? [cited.join("\n")] : [])].join("\n\n");
}
