// What is found by typing: actions, documents, chats and collections.
import { toQuestion } from "../chat/to-question";
import { host, messageOf } from "../host";
import type { ChatSummary } from "../host/messages/ChatSummary";
import type { DocumentsRequest } from "../host/messages/DocumentsRequest";
import type { DocumentSummary } from "../host/messages/DocumentSummary";
import { focusPane } from "../shell/pane-focus";
import { words } from "../words";
import * as english from "../words/en";
import type { Chord } from "./chords";
import { chats } from "./chats.svelte";
import { commands } from "./commands.svelte";
import { documentList } from "./document-list.svelte";
import { fits } from "./fuzzy";
import { library } from "./library.svelte";
import { panes } from "./panes.svelte";
import { prefer, preference } from "./preferences";
import { reader } from "./reader.svelte";
import { sections } from "./settings-sections";
import { settings } from "./settings.svelte";
import { commandIds, shortcuts, type CommandId } from "./shortcuts.svelte";

export type Kind = "command" | "section" | "document" | "chat" | "collection";

export interface Finding {
  /** Names it among all. */
  key: string;
  kind: Kind;
  name: string;
  /** What tells it from others of the same name. */
  detail?: string;
  chord?: Chord;
  choose: () => unknown;
}

export interface Group {
  name: string;
  findings: readonly Finding[];
}

/** In milliseconds: who types on need not wait for what only the first letters find. */
const pause = 120;
const most = { actions: 6, documents: 8, chats: 5, collections: 4, recent: 6 };
const recentKey = "palette-recent";

/** What was chosen lately, the last first. */
type Recent = { kind: Kind; id: string; name: string };

function readRecent(): readonly Recent[] {
  try {
    const kept: unknown = JSON.parse(preference(recentKey) ?? "[]");
    const isOne = (one: Partial<Recent> | null): one is Recent => typeof one?.kind === "string" && typeof one.id === "string" && typeof one.name === "string";
    return Array.isArray(kept) ? kept.filter(isOne) : [];
  } catch {
    return [];
  }
}

const aCommand = (id: CommandId): Finding => ({
  key: `command:${id}`, kind: "command", name: words.shell.commands[id], chord: shortcuts.of(id)[0], choose: () => commands.run(id),
});
const aSection = ({ id, name }: (typeof sections)[number]): Finding => ({
  key: `section:${id}`, kind: "section", name: words.shell.inSettings(name(words)), choose: () => settings.open(document.activeElement as HTMLElement, id),
});
const aDocument = ({ id, title }: { id: string; title: string }, detail?: string): Finding => ({
  key: `document:${id}`, kind: "document", name: title, detail,
  choose: () => {
    reader.open({ id, title });
    return focusPane("reader");
  },
});
const aChat = ({ id, title }: { id: number; title: string }, detail?: string): Finding => ({
  key: `chat:${id}`, kind: "chat", name: title, detail,
  choose: async () => {
    if (await chats.openKept(id)) return focusPane("chat").then(toQuestion);
    // Why it cannot be opened is told among the chats.
    panes.showLeft("chats");
    return focusPane("left");
  },
});
const aCollection = (name: string, documents: number): Finding => ({
  key: `collection:${name}`, kind: "collection", name, detail: words.common.documents(documents), 
  choose: () => {
    documentList.show({ collection: name });
    commands.run("show-documents");
  },
});

class PaletteState {
  typed = $state("");
  /** What the host found, and by what. */
  private found = $state.raw<{ by: string; documents: readonly DocumentSummary[]; chats: readonly ChatSummary[] }>({ by: "", documents: [], chats: [] });
  /** Whether the host is still to be heard. */
  looking = $state(false);
  problem = $state<string | undefined>();

  private recent = $state.raw(readRecent());
  private asked = 0;
  private waiting: ReturnType<typeof setTimeout> | undefined;

  groups = $derived.by((): readonly Group[] => {
    const all = this.typed.trim() === "" ? this.lately() : this.fitting(this.typed);
    return all.filter(({ findings }) => findings.length > 0);
  });

  begin(): void {
    this.asked += 1;
    clearTimeout(this.waiting);
    [this.typed, this.found, this.looking, this.problem] = ["", { by: "", documents: [], chats: [] }, false, undefined];
  }

  type(typed: string): void {
    this.typed = typed;
    this.asked += 1;
    clearTimeout(this.waiting);
    this.looking = typed.trim() !== "";
    if (this.looking) this.waiting = setTimeout(() => void this.look(), pause);
    else this.problem = undefined;
  }

  /** Notes that it was chosen: the next time it is among the first. */
  note({ key, kind, name }: Finding): void {
    const id = key.slice(kind.length + 1);
    this.recent = [{ kind, id, name }, ...this.recent.filter((one) => one.kind !== kind || one.id !== id)].slice(0, most.recent * 2);
    prefer(recentKey, JSON.stringify(this.recent));
  }

  private async look(): Promise<void> {
    const { asked } = this;
    const by = this.typed.trim();
    const request: DocumentsRequest = { collection: null, looked_for: by, kinds: [], only_unread: false, order: "added", is_descending: true, offset: 0, limit: most.documents };
    try {
      const [{ documents }, chats] = await Promise.all([host.findDocuments(request), host.listChats(by)]);
      // Answers may overtake each other.
      if (asked !== this.asked) return;
      [this.found, this.problem] = [{ by, documents, chats }, undefined];
    } catch (error) {
      if (asked !== this.asked) return;
      this.problem = messageOf(error);
    }
    this.looking = false;
  }

  private isRecent = (finding: Finding) => this.recent.some(({ kind, id }) => finding.key === `${kind}:${id}`);

  /** Without itself. */
  private doable = () => commandIds.filter((id) => id !== "palette" && commands.canRun(id));

  private lately(): Group[] {
    const recent = this.recent.map((one) => this.revive(one)).filter((one) => one !== undefined).slice(0, most.recent);
    const others = this.doable().map(aCommand).filter(({ key }) => !recent.some((one) => one.key === key));
    return [{ name: words.shell.recent, findings: recent }, { name: words.shell.doing, findings: others }];
  }

  private fitting(typed: string): Group[] {
    const actions = [
      ...this.doable().map((id) => ({ finding: aCommand(id), english: english.shell.commands[id] })),
      ...sections.map((section) => ({ finding: aSection(section), english: english.shell.inSettings(section.name(english)) })),
    ]
      .map(({ finding, english }) => ({ finding, fit: fits(typed, finding.name, english) }))
      .filter(({ fit }) => fit > 0)
      .map(({ finding, fit }) => ({ finding, fit: fit + (this.isRecent(finding) ? 2 : 0) }))
      .sort((one, other) => other.fit - one.fit)
      .map(({ finding }) => finding);
    const collections = library.counts.collections.filter(({ name }) => fits(typed, name) > 0);
    return [
      { name: words.shell.doing, findings: actions.slice(0, most.actions) },
      { name: words.shell.documents, findings: this.found.documents.map((one) => aDocument(one, one.filename === one.title ? undefined : one.filename)) },
      { name: words.shell.chats, findings: this.found.chats.slice(0, most.chats).map((one) => aChat(one, words.common.date(one.changed_at))) },
      { name: words.shell.collections, findings: collections.slice(0, most.collections).map(({ name, documents }) => aCollection(name, documents)) },
    ];
  }

  private revive({ kind, id, name }: Recent): Finding | undefined {
    switch (kind) {
      case "command":
        return commands.canRun(id as CommandId) ? aCommand(id as CommandId) : undefined;
      case "section": {
        const section = sections.find((section) => section.id === id);
        return section && aSection(section);
      }
      case "document":
        return aDocument({ id, title: name });
      case "chat":
        return aChat({ id: Number(id), title: name });
      case "collection": {
        const collection = library.counts.collections.find((one) => one.name === id);
        return collection && aCollection(id, collection.documents);
      }
    }
  }
}

export const palette = new PaletteState();
