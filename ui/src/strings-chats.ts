// The texts of chats: their list, their turns, and what has changed since.
import type { ChangedCitation } from "./host/messages/ChangedCitation";
import type { Citation } from "./host/messages/Citation";
import type { Day } from "./state/days";
import type { Version } from "./state/turn.svelte";
import type { Within } from "./state/within";
import { amount, files, place } from "./strings";

const plural = (number: number, one: string, many: string) => `${amount(number)} ${number === 1 ? one : many}`;
const oneLine = (text: string) => text.replace(/\s+/g, " ").trim();

/** What a day is called in a list; the year is told if it is not this one. */
export function dayName(day: Day, now: number): string {
  switch (day.kind) {
    case "today":
      return "Today";
    case "yesterday":
      return "Yesterday";
    case "week":
      return "Previous 7 days";
    case "month": {
      const year = day.year === new Date(now).getFullYear() ? undefined : "numeric";
      return new Date(day.year, day.month).toLocaleDateString("en", { month: "long", year });
    }
  }
}

export const date = (at: number) => new Date(at).toLocaleDateString("en", { dateStyle: "medium" });
export const chatOpened = (title: string) => `Chat opened: ${title}`;
export const moreOf = (title: string) => `More for “${title}”`;
export const importing = (number: number) => `Importing ${files(number)}`;

/** Where a question is asked, if not everywhere. */
export function onlyIn({ collections, documents }: Within): string | undefined {
  const [collection, document] = [collections[0], documents[0]];
  if (document) {
    if (documents.length > 1) return `Only in ${plural(documents.length, "document", "documents")}`;
    return document.title === "" ? "Only in one document" : `Only in “${document.title}”`;
  }
  if (collection === undefined) return undefined;
  return collections.length > 1 ? `Only in ${plural(collections.length, "collection", "collections")}` : `Only in the collection “${collection}”`;
}

export const versionOf = ({ number, of }: Version) => `${amount(number)}/${amount(of)}`;
export const versionLabel = ({ number, of }: Version) => `Asked ${amount(of)} times; this is number ${amount(number)}`;

/** A citation below an answer that is copied. */
export const citedLine = ({ number, document, page_label, quote }: Citation) =>
  `[${number}] ${place(oneLine(document.title), page_label)}: “${oneLine(quote)}”`;

/** What is told of a citation, and whether it is still so. */
export const withChange = (label: string, isChanged: boolean) => (isChanged ? `${label}. ${chatText.hasChanged}` : label);

export const changedSince = (number: number) => `${plural(number, "cited passage has", "cited passages have")} changed since`;

/** Why there is nothing to compare. */
export const gone = ({ document }: ChangedCitation) => (document === null ? chatText.documentGone : chatText.wordsGone);

export const chatText = {
  again: "Ask again",
  answering: "Answering…",
  chatGone: "This chat is not there any more.",
  chats: "Chats",
  clearSearch: "Clear the search",
  copied: "Copied",
  copy: "Copy with citations",
  delete: "Delete",
  deleteAsk: "Delete it?",
  documentChanged: "This document has changed since it was cited.",
  documentGone: "This document is not in the library any more.",
  documents: "Documents",
  edit: "Edit the question",
  editCancel: "Cancel",
  exportJson: "Export as JSON…",
  exportMarkdown: "Export as Markdown…",
  forget: "Forget this question",
  hasChanged: "Has changed since",
  keep: "Keep",
  left: "Documents and chats",
  loading: "Looking up your chats…",
  newChat: "New chat",
  newTitle: "New title",
  noChats: "Your chats are kept here, with what they cite.",
  notAnswered: "Not answered",
  notCopied: "It could not be copied. Select the words and copy them yourself.",
  noTitle: "A chat needs a title.",
  nothingFound: "No chat says so.",
  now: "Now",
  openToday: "Open today’s document",
  otherVersion: "This answer was kept by another version of Paperside, and cannot be shown.",
  quotedWas: "What was cited:",
  rename: "Rename",
  retry: "Try again",
  search: "Search chats",
  then: "Then",
  versionNext: "Next answer",
  versionPrevious: "Previous answer",
  wordsGone: "These words are not in the document any more.",
};
