// The parts of the settings, in their order.
import type { Words } from "../words";

/** By their ids, each with its name. */
export const sections = [
  { id: "settings-general", name: (words: Words) => words.settings.general },
  { id: "answers", name: (words: Words) => words.answerers.answers },
  { id: "settings-finding", name: (words: Words) => words.settings.finding },
  { id: "settings-import", name: (words: Words) => words.settings.import },
  { id: "settings-library", name: (words: Words) => words.settings.library },
  { id: "settings-moving", name: (words: Words) => words.sealed.title },
  { id: "settings-index", name: (words: Words) => words.indexPlace.title },
  { id: "settings-privacy", name: (words: Words) => words.settings.privacy },
  { id: "settings-programs", name: (words: Words) => words.programs.programs },
  { id: "settings-shortcuts", name: (words: Words) => words.settings.shortcuts },
  { id: "settings-about", name: (words: Words) => words.settings.about },
] as const;

export type SectionId = (typeof sections)[number]["id"];
