// Where words that were cited once stand today.
import type { PageSpan } from "../host/messages/PageSpan";
import type { PageText } from "../host/messages/PageText";

/** Where words stand: the first page that has them. Lines may break otherwise than they did. */
export function whereIs(pages: readonly PageText[], words: string): { page: number; span: PageSpan } | undefined {
  const parts = words.split(/\s+/).filter((word) => word !== "");
  if (parts.length === 0) return undefined;
  const pattern = new RegExp(parts.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("\\s+"), "u");
  for (const { page, text } of pages) {
    const found = pattern.exec(text);
    if (found) return { page, span: [page, found.index, found.index + found[0].length] };
  }
  return undefined;
}
