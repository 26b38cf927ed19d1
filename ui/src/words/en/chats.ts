// The list of chats.
import type { Day } from "../../state/days";
import { month } from "./formats";

/** What a day is called in a list; the year is told if it is not this one. */
function dayName(day: Day, now: number): string {
  switch (day.kind) {
    case "today":
      return "Today";
    case "yesterday":
      return "Yesterday";
    case "week":
      return "Previous 7 days";
    case "month": {
      return month(day.year, day.month, day.year !== new Date(now).getFullYear());
    }
  }
}

const chatOpened = (title: string) => `Chat opened: ${title}`;
const moreOf = (title: string) => `More for “${title}”`;

export const chats = {
  dayName,
  chatOpened,
  moreOf,
  answering: "Answering…",
  chatGone: "This chat is not there any more.",
  chats: "Chats",
  clearSearch: "Clear the search",
  delete: "Delete",
  deleteAsk: "Delete it?",
  exportJson: "Export as JSON…",
  exportMarkdown: "Export as Markdown…",
  forget: "Forget this question",
  keep: "Keep",
  loading: "Looking up your chats…",
  newChat: "New chat",
  newTitle: "New title",
  noChats: "Your chats are kept here, with what they cite.",
  noTitle: "A chat needs a title.",
  notAnswered: "Not answered",
  nothingFound: "No chat says so.",
  rename: "Rename",
  retry: "Try again",
  search: "Search chats",
};
