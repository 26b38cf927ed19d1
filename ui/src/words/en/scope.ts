// Where a question is asked.
import type { Within } from "../../state/within";
import { count, plural } from "./formats";

/** Nothing if it is asked everywhere. */
function onlyIn({ collections, documents }: Within): string | undefined {
  const [collection, document] = [collections[0], documents[0]];
  if (document) {
    if (documents.length > 1) return `Only in ${plural(documents.length, "document", "documents")}`;
    return document.title === "" ? "Only in one document" : `Only in “${document.title}”`;
  }
  if (collection === undefined) return undefined;
  return collections.length > 1 ? `Only in ${plural(collections.length, "collection", "collections")}` : `Only in the collection “${collection}”`;
}

const remove = (name: string) => `No longer only in “${name}”`;
const more = (number: number) => `${count(number)} more: type to find them`;

export const scope = {
  onlyIn,
  remove,
  more,
  choose: "Choose…",
  collections: "Collections",
  documents: "Documents",
  everything: "All documents",
  find: "Find collections and documents",
  hint: "Choose collections or documents",
  nothing: "No collection or document is called that.",
  untitled: "One document",
  where: "Where to look",
};
