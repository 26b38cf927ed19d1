// What can be done by keys and by name, from wherever one is.
import { toQuestion } from "../chat/to-question";
import { host } from "../host";
import { finding } from "../reader/finding.svelte";
import { focusPane, focusNext, toggleLeft, toggleReader } from "../shell/pane-focus";
import { chats } from "./chats.svelte";
import { documentList } from "./document-list.svelte";
import { library } from "./library.svelte";
import { panes, type LeftPane } from "./panes.svelte";
import { reader } from "./reader.svelte";
import { searching } from "./searching.svelte";
import { settings } from "./settings.svelte";
import type { CommandId } from "./shortcuts.svelte";
import { textSize } from "./text-size.svelte";
import { theme } from "./theme.svelte";

export interface Command {
  run: () => unknown;
  /** Whether there is something to do it to. Always, if it does not say. */
  when?: () => boolean;
  /** Also while a dialog lies over the window. */
  everywhere?: boolean;
}

/** Dialogs of the window, of which one at most is open. */
export type Overlay = "palette" | "shortcuts";

class CommandsState {
  overlay = $state<Overlay | undefined>();

  of(id: CommandId): Command {
    return all[id];
  }

  /** Whether it can be done now. */
  canRun(id: CommandId): boolean {
    return all[id].when?.() ?? true;
  }

  run(id: CommandId): void {
    if (this.canRun(id)) void all[id].run();
  }
}

export const commands = new CommandsState();

const focused = () => document.activeElement as HTMLElement;
const hasCitations = () => reader.opened !== undefined && reader.citations.length > 1;
const showLeft = (pane: LeftPane) => {
  panes.showLeft(pane);
  panes.setLeft(true);
  return focusPane("left");
};

const all: Record<CommandId, Command> = {
  palette: { run: () => (commands.overlay = "palette") },
  "new-chat": {
    run: () => {
      panes.leaveDrawer();
      chats.begin();
      return toQuestion();
    },
  },
  "focus-question": { run: () => focusPane("chat").then(toQuestion) },
  "search-mode": {
    run: () => {
      searching.turn(!searching.isOn);
      return focusPane("chat").then(toQuestion);
    },
  },
  "stop-answer": { run: () => chats.open.stop(), when: () => chats.open.busy },
  "add-files": { run: () => library.attempt(() => host.chooseFiles(documentList.showing.collection)) },
  "add-folder": { run: () => library.attempt(() => host.chooseFolder(documentList.showing.collection)) },
  "watch-folder": { run: () => library.attempt(() => host.chooseWatchedFolder(null)) },
  "show-documents": { run: () => showLeft("documents") },
  "show-chats": { run: () => showLeft("chats") },
  "toggle-left": { run: toggleLeft },
  "toggle-reader": { run: toggleReader, when: () => reader.opened !== undefined },
  "search-document": {
    run: async () => {
      await focusPane("reader");
      finding.open();
    },
    when: () => reader.opened !== undefined,
  },
  "next-citation": { run: () => reader.step(1), when: hasCitations },
  "previous-citation": { run: () => reader.step(-1), when: hasCitations },
  "next-pane": { run: () => focusNext(1) },
  "previous-pane": { run: () => focusNext(-1) },
  "text-larger": { run: () => textSize.step(1), everywhere: true },
  "text-smaller": { run: () => textSize.step(-1), everywhere: true },
  "text-normal": { run: () => textSize.reset(), everywhere: true },
  "theme-light": { run: () => theme.choose("light") },
  "theme-dark": { run: () => theme.choose("dark") },
  "theme-system": { run: () => theme.choose(undefined) },
  contrast: { run: () => theme.setContrast(!theme.wantsContrast) },
  settings: { run: () => settings.open(focused()) },
  shortcuts: { run: () => (commands.overlay = "shortcuts") },
};
