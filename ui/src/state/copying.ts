// An answer as a text for other programs.
import { words } from "../words";
import type { Turn } from "./turn.svelte";

/** What it says, and below that what each of its numbers cites. */
export function asText({ text, answer }: Pick<Turn, "text" | "answer">): string {
  const cited = (answer?.citations ?? []).map(words.evidence.citedLine);
  return [text.trim(), ...(cited.length > 0 ? [cited.join("\n")] : [])].join("\n\n");
}
