// Where a question is asked.
import type { DocumentReference } from "../host/messages/DocumentReference";
import type { TurnRecord } from "../host/messages/TurnRecord";

/** A document to ask. */
export interface Scope {
  id: string;
  title: string;
  /** Where its file was last seen, by which it is found again once it has become another. */
  path?: string;
}

/** Only these are asked; none named means the whole library. Of documents and collections, only what is in both would be: one of the two is empty. */
export interface Within {
  collections: readonly string[];
  documents: readonly Scope[];
}

export const everywhere: Within = { collections: [], documents: [] };

export const within = (scope: Scope | undefined): Within => (scope ? { collections: [], documents: [scope] } : everywhere);

export const isEverywhere = ({ collections, documents }: Within) => collections.length + documents.length === 0;

/** With the collection if it was not there, and else without. */
export function withCollection({ collections }: Within, name: string): Within {
  const others = collections.filter((other) => other !== name);
  return { collections: others.length < collections.length ? others : [...collections, name], documents: [] };
}

/** With the document if it was not there, and else without. */
export function withDocument({ documents }: Within, document: Scope): Within {
  const others = documents.filter(({ id }) => id !== document.id);
  return { collections: [], documents: others.length < documents.length ? others : [...documents, document] };
}

/** As a request names it. */
export const named = ({ collections, documents }: Within) => ({ collections: [...collections], documents: documents.map(({ id }) => id) });

/** Every document that an answer has to do with. */
function evidence({ hits, left_out, mentions, answer }: TurnRecord): DocumentReference[] {
  return [...hits, ...left_out, ...(mentions?.documents ?? []), ...(answer?.citations ?? [])].map(({ document }) => document);
}

/** Where a kept question was asked. Only ids are kept, so titles are taken from its evidence; one that has none has none. */
export function withinOf(record: TurnRecord): Within {
  const known = new Map(evidence(record).map(({ id, title, path }) => [id, { id, title, path }]));
  return { collections: record.collections, documents: record.documents.map((id) => known.get(id) ?? { id, title: "" }) };
}
