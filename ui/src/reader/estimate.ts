import type { PageText } from "../host/messages/PageText";
import type { Style } from "./blocks";

const [line, row, letter, widest, edges] = [24, 29, 7.6, 560, 64];

/** How high a page will be, in pixels, before it was drawn: about. */
export function estimate({ text }: Pick<PageText, "text">, style: Style, width: number): number {
  const lines = text === "" ? 1 : text.split("\n").length;
  if (style === "sheet") return lines * row + edges;
  const perLine = Math.max(Math.min(widest, width - edges) / letter, 10);
  return Math.round(Math.max(lines, text.length / perLine + lines / 2) * line) + edges;
}
