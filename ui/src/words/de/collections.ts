// The collections, and what is in them.
import type { collections as english } from "../en/collections";
import { documents } from "./common";

const moreOf = (name: string) => `Mehr zu „${name}“`;
const deleteAsk = (name: string) => `„${name}“ löschen? Die Dokumente bleiben.`;
const takeOut = (name: string) => `Aus „${name}“ herausnehmen`;
const into = (name: string) => `in „${name}“`;
const newNamed = (name: string) => `Neue Sammlung „${name}“`;
const put = (number: number, name: string) => `${documents(number)} in „${name}“ gelegt`;
const takenOut = (number: number, name: string) => `${documents(number)} aus „${name}“ herausgenommen`;

export const collections: typeof english = {
  moreOf,
  deleteAsk,
  takeOut,
  into,
  newNamed,
  put,
  takenOut,
  allDocuments: "Alle Dokumente",
  askIn: "In dieser Sammlung fragen",
  collections: "Sammlungen",
  delete: "Löschen",
  deleteCollection: "Sammlung löschen…",
  empty: "Noch nichts hier. Ziehen Sie Dokumente auf ihren Namen oder legen Sie Dateien hier ab.",
  export: "Exportieren…",
  find: "Sammlung oder neuer Name",
  inCollections: "In den Sammlungen",
  name: "Name der Sammlung",
  newCollection: "Neue Sammlung…",
  noName: "Eine Sammlung braucht einen Namen",
  putInto: "In Sammlung legen…",
  rename: "Umbenennen",
};
