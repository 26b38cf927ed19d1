// An answer to the clipboard: formatted for programs that can show it so, and as it was written for all others.
import { asText } from "../state/copying";
import type { Turn } from "../state/turn.svelte";
import { words } from "../words";
import { asHtml, escaped } from "./markdown/html";
import { read } from "./markdown/read";
import { literal } from "./markdown/tree";

type Copied = Pick<Turn, "text" | "answer" | "isMarkdown">;

/** What it says, and below that what each of its numbers cites. */
export function asRich({ text, answer, isMarkdown }: Copied): string {
  const said = asHtml(isMarkdown ? read(text.trim()) : literal(text.trim()));
  const cited = (answer?.citations ?? []).map((citation) => escaped(words.evidence.citedLine(citation)));
  return cited.length > 0 ? `${said}<hr><p>${cited.join("<br>")}</p>` : said;
}

export async function copyAnswer(turn: Turn): Promise<void> {
  const plain = asText(turn);
  try {
    const kinds = { "text/plain": plain, "text/html": asRich(turn) };
    await navigator.clipboard.write([new ClipboardItem(Object.fromEntries(Object.entries(kinds).map(([type, data]) => [type, new Blob([data], { type })])))]);
  } catch {
    // Some web engines take text only.
    await navigator.clipboard.writeText(plain);
  }
}
