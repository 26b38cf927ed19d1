// The documents, imports and watched folders, kept in step with the engine.
import { host, messageOf } from "../host";
import type { DocumentDetail } from "../host/messages/DocumentDetail";
import type { ImportOutcome } from "../host/messages/ImportOutcome";
import type { LibraryCounts } from "../host/messages/LibraryCounts";
import type { LibraryEvent } from "../host/messages/LibraryEvent";
import type { WatchedFolder } from "../host/messages/WatchedFolder";
import { collect } from "./collect";
import { documentList } from "./document-list.svelte";
import { embedders } from "./embedders.svelte";
import { dismiss, inOrder, latestFirst, none, reduce, type Imports } from "./imports";
import { indexPlace } from "./index-place.svelte";
import { modelFiles } from "./model-files.svelte";
import { sealing } from "./sealing.svelte";
import { selection } from "./selection.svelte";
import { tray } from "./tray.svelte";

/** In milliseconds: about a frame, since more is not seen. */
const betweenEvents = 16;
/** In milliseconds: while many files end, it is not counted at each what there is. */
const betweenRefreshes = 400;

class LibraryState {
  counts = $state.raw<LibraryCounts>({ documents: 0, unread: 0, collections: [] });
  imports = $state.raw<Imports>(none);
  folders = $state.raw<WatchedFolder[]>([]);
  /** False until it is known how many documents there are, so that a full library does not flash as empty. */
  loaded = $state(false);
  /** The document whose details are shown. */
  selected = $state.raw<DocumentDetail | undefined>();
  problem = $state<string | undefined>();

  running = $derived(inOrder(this.imports));
  failed = $derived(latestFirst(this.imports));
  isEmpty = $derived(this.loaded && this.counts.documents === 0 && this.running.length === 0);

  /** Collections by the names that they are about to get. */
  private renamed = new Map<string, string>();
  private refreshSoon = collect<void>(betweenRefreshes, () => this.refresh());

  async start(): Promise<void> {
    // What is told before the list is there is newer than the list, whichever comes first.
    const early: LibraryEvent[] = [];
    let hear: (event: LibraryEvent) => void = (event) => early.push(event);
    await host.subscribe((event) => hear(event));
    // Not waited for: the documents are shown without it.
    void embedders.load();
    const listed = await host.listImports();
    this.take(listed, false);
    this.take(early);
    hear = collect(betweenEvents, (events) => this.take(events));
    await this.refresh();
    await this.attempt(async () => (this.folders = await host.listFolders()));
  }

  async refresh(): Promise<void> {
    try {
      [this.counts] = await Promise.all([host.libraryCounts(), documentList.refresh()]);
      this.showWhatIsThere();
      if (!this.loaded) performance.mark("usable");
      this.loaded = true;
    } catch (error) {
      this.problem = messageOf(error);
    }
  }

  async select(document: string | undefined): Promise<void> {
    if (document === undefined) this.selected = undefined;
    else await this.attempt(async () => (this.selected = await host.showDocument(document)));
  }

  async remove(documents: string[]): Promise<void> {
    await this.attempt(() => host.removeDocuments(documents));
  }

  /** The collection that is shown, by its new name, stays in sight. */
  async renameCollection(from: string, to: string): Promise<void> {
    this.renamed.set(from, to);
    try {
      await host.renameCollection(from, to);
      this.counts = { ...this.counts, collections: this.counts.collections.map((other) => (other.name === from ? { ...other, name: to } : other)) };
      this.showWhatIsThere();
    } finally {
      this.renamed.delete(from);
    }
  }

  /** Tries files that failed once more; they leave the failed ones when the engine has taken them up. */
  async retry(outcomes: ImportOutcome[]): Promise<void> {
    await this.attempt(() => host.retryImports(outcomes.map((outcome) => outcome.import)));
  }

  /** Tries a file once more, with its password; it becomes an import of its own. */
  async unlock(outcome: ImportOutcome, password: string): Promise<void> {
    await this.dismiss([outcome]);
    await this.attempt(() => host.addPaths({ paths: [outcome.path], collection: null, password }));
  }

  /** Forgets imports that failed. */
  async dismiss(outcomes: ImportOutcome[]): Promise<void> {
    const ids = outcomes.map((outcome) => outcome.import);
    this.imports = dismiss(this.imports, ids);
    await this.attempt(() => host.cancelImports(ids));
  }

  /** Does what the person asked for; what went wrong is shown until they ask for something else. */
  async attempt(work: () => Promise<unknown>): Promise<void> {
    this.problem = undefined;
    try {
      await work();
    } catch (error) {
      this.problem = messageOf(error);
    }
  }

  private take(events: LibraryEvent[], areNews = true): void {
    this.imports = reduce(this.imports, events);
    tray.take(events, this.imports, areNews);
    selection.forget(new Set(events.filter((event) => event.type === "removed").map(({ id }) => id)));
    for (const event of events) {
      if (event.type === "folders") this.folders = event.folders;
      if (event.type === "embedder_change") embedders.take(event.change);
      if (event.type === "model_files") modelFiles.take(event);
      if (event.type === "index") indexPlace.take(event);
      sealing.take(event);
      if (event.type === "document" && event.status !== "failed") this.refreshSoon();
      if (event.type === "removed") {
        if (this.selected?.id === event.id) this.selected = undefined;
        this.refreshSoon();
      }
      if (event.type === "collections") {
        this.counts = { ...this.counts, collections: event.collections };
        this.showWhatIsThere();
      }
      if (event.type === "filed") {
        if (this.selected && event.documents.includes(this.selected.id)) void this.select(this.selected.id);
        this.refreshSoon();
      }
    }
  }

  /** A collection that is gone cannot be shown. */
  private showWhatIsThere(): void {
    const { collection } = documentList.showing;
    if (collection === null || this.counts.collections.some(({ name }) => name === collection)) return;
    documentList.show({ collection: this.renamed.get(collection) ?? null });
  }
}

export const library = new LibraryState();
