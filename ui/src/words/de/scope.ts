// Where a question is asked.
import type { Within } from "../../state/within";
import type { scope as english } from "../en/scope";
import { ofDocuments } from "./common";
import { count, plural } from "./formats";

/** Nothing if it is asked everywhere. */
function onlyIn({ collections, documents }: Within): string | undefined {
  const [collection, document] = [collections[0], documents[0]];
  if (document) {
    if (documents.length > 1) return `Nur in ${ofDocuments(documents.length)}`;
    return document.title === "" ? "Nur in einem Dokument" : `Nur in „${document.title}“`;
  }
  if (collection === undefined) return undefined;
  return collections.length > 1 ? `Nur in ${plural(collections.length, "Sammlung", "Sammlungen")}` : `Nur in der Sammlung „${collection}“`;
}

const remove = (name: string) => `Nicht mehr nur in „${name}“`;
const more = (number: number) => `${count(number)} weitere: Tippen Sie, um sie zu finden`;

export const scope: typeof english = {
  onlyIn,
  remove,
  more,
  choose: "Auswählen…",
  collections: "Sammlungen",
  documents: "Dokumente",
  everything: "Alle Dokumente",
  find: "Sammlungen und Dokumente suchen",
  hint: "Sammlungen oder Dokumente auswählen",
  nothing: "Keine Sammlung und kein Dokument heißt so.",
  untitled: "Ein Dokument",
  where: "Wo gesucht wird",
};
