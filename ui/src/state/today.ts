// What stands in the library today in place of what was cited once.
import type { DocumentReference } from "../host/messages/DocumentReference";
import type { PageSpan } from "../host/messages/PageSpan";
import type { PageText } from "../host/messages/PageText";

/** What is known of a document. */
type Known = Pick<DocumentReference, "id" | "title" | "path">;

/** The document itself, or else what its file has become; none if neither is in the library. */
export function standIn(documents: readonly Known[], cited: Known): Known | undefined {
  return documents.find(({ id }) => id === cited.id) ?? documents.find(({ path }) => path === cited.path);
}

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
