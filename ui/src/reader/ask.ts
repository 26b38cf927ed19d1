// From the reader to the question.
import { toQuestion } from "../chat/to-question";
import { chats } from "../state/chats.svelte";
import { reader, type Opened } from "../state/reader.svelte";
import { words } from "../words";

/** So many characters of what is selected are quoted. */
const most = 300;

/** What is selected, as it goes into a question. */
export function quoted(selection: string): string {
  const text = selection.replace(/\s+/g, " ").trim();
  if (text.length <= most) return text;
  const cut = text.slice(0, most);
  const end = cut.lastIndexOf(" ");
  return `${(end > most / 2 ? cut.slice(0, end) : cut.replace(/[\ud800-\udbff]$/, "")).trimEnd()}…`;
}

/** Asks this document only, about what is selected in it, if anything is. */
export function ask({ id, title }: Opened, selection = ""): void {
  chats.open.scope = { id, title };
  if (selection !== "") chats.open.draft = `${words.reader.askAbout(quoted(selection))} `;
  // In a narrow window the reader lies over the question.
  if (globalThis.matchMedia?.("(max-width: 900px)").matches) reader.close();
  void toQuestion();
}
