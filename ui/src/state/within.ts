// Where a question is asked.
import type { DocumentReference } from "../host/messages/DocumentReference";
import type { TurnRecord } from "../host/messages/TurnRecord";

/** One document to ask, instead of all. */
export interface Scope {
  id: string;
  title: string;
}

/** Only these are asked; none named means the whole library. */
export interface Within {
  collections: readonly string[];
  documents: readonly Scope[];
}

export const within = (scope: Scope | undefined): Within => ({ collections: [], documents: scope ? [scope] : [] });

/** Every document that an answer has to do with. */
function evidence({ hits, left_out, mentions, answer }: TurnRecord): DocumentReference[] {
  return [...hits, ...left_out, ...(mentions?.documents ?? []), ...(answer?.citations ?? [])].map(({ document }) => document);
}

/** Where a kept question was asked. Only ids are kept, so titles are taken from its evidence; one that has none has none. */
export function withinOf(record: TurnRecord): Within {
  const titles = new Map(evidence(record).map(({ id, title }) => [id, title]));
  return { collections: record.collections, documents: record.documents.map((id) => ({ id, title: titles.get(id) ?? "" })) };
}
