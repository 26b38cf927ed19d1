// The collections, and what is in them.
import { documents } from "./common";

const moreOf = (name: string) => `More for “${name}”`;
const deleteAsk = (name: string) => `Delete “${name}”? Its documents stay.`;
const takeOut = (name: string) => `Take out of “${name}”`;
const into = (name: string) => `into “${name}”`;
const newNamed = (name: string) => `New collection “${name}”`;
const put = (number: number, name: string) => `${documents(number)} put into “${name}”`;
const takenOut = (number: number, name: string) => `${documents(number)} taken out of “${name}”`;

export const collections = {
  moreOf,
  deleteAsk,
  takeOut,
  into,
  newNamed,
  put,
  takenOut,
  allDocuments: "All documents",
  askIn: "Ask in this collection",
  collections: "Collections",
  delete: "Delete",
  deleteCollection: "Delete collection…",
  empty: "Nothing here yet. Drag documents onto its name, or drop files here.",
  export: "Export…",
  find: "Find or name a collection",
  inCollections: "In collections",
  name: "Name of the collection",
  newCollection: "New collection…",
  noName: "A collection needs a name",
  putInto: "Put into collection…",
  rename: "Rename",
};
