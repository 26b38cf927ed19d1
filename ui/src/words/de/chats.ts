// The list of chats.
import type { Day } from "../../state/days";
import type { chats as english } from "../en/chats";
import { month } from "./formats";

/** What a day is called in a list; the year is told if it is not this one. */
function dayName(day: Day, now: number): string {
  switch (day.kind) {
    case "today":
      return "Heute";
    case "yesterday":
      return "Gestern";
    case "week":
      return "Letzte 7 Tage";
    case "month": {
      return month(day.year, day.month, day.year !== new Date(now).getFullYear());
    }
  }
}

const chatOpened = (title: string) => `Gespräch geöffnet: ${title}`;
const moreOf = (title: string) => `Mehr zu „${title}“`;

export const chats: typeof english = {
  dayName,
  chatOpened,
  moreOf,
  answering: "Antwortet…",
  chatGone: "Dieses Gespräch gibt es nicht mehr.",
  chats: "Gespräche",
  clearSearch: "Suche leeren",
  delete: "Löschen",
  deleteAsk: "Löschen?",
  exportJson: "Als JSON exportieren…",
  exportMarkdown: "Als Markdown exportieren…",
  forget: "Diese Frage vergessen",
  keep: "Behalten",
  loading: "Gespräche werden geladen…",
  newChat: "Neues Gespräch",
  newTitle: "Neuer Titel",
  noChats: "Ihre Gespräche bleiben hier erhalten, mit allem, was sie zitieren.",
  noTitle: "Ein Gespräch braucht einen Titel.",
  notAnswered: "Nicht beantwortet",
  nothingFound: "In keinem Gespräch gefunden.",
  rename: "Umbenennen",
  retry: "Wiederholen",
  search: "Gespräche durchsuchen",
};
