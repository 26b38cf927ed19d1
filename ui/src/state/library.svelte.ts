// The documents and imports, kept in step with the engine.
import { host, messageOf } from "../host";
import type { DocumentDetail } from "../host/messages/DocumentDetail";
import type { DocumentSummary } from "../host/messages/DocumentSummary";
import type { LibraryEvent } from "../host/messages/LibraryEvent";
import { dismiss, none, reduce, type Imports } from "./imports";

class LibraryState {
  documents = $state.raw<DocumentSummary[]>([]);
  imports = $state.raw<Imports>(none);
  /** False until the documents are known, so that a full library does not flash as empty. */
  loaded = $state(false);
  /** The document whose details are shown. */
  selected = $state.raw<DocumentDetail | undefined>();
  problem = $state<string | undefined>();

  isEmpty = $derived(this.loaded && this.documents.length === 0 && this.imports.running.length === 0);

  async start(): Promise<void> {
    await host.subscribe((event) => this.take(event));
    for (const event of await host.listImports()) this.imports = reduce(this.imports, event);
    await this.refresh();
  }

  async refresh(): Promise<void> {
    await this.attempt(async () => {
      this.documents = await host.listDocuments();
      this.loaded = true;
    });
  }

  async select(document: string | undefined): Promise<void> {
    if (document === undefined) this.selected = undefined;
    else await this.attempt(async () => (this.selected = await host.showDocument(document)));
  }

  async remove(document: string): Promise<void> {
    await this.attempt(() => host.removeDocuments([document]));
  }

  async retry(importId: number, path: string, password?: string): Promise<void> {
    this.imports = dismiss(this.imports, importId);
    await this.attempt(() => host.addPaths({ paths: [path], collection: null, password }));
  }

  dismiss(importId: number): void {
    this.imports = dismiss(this.imports, importId);
  }

  async attempt(work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
      this.problem = undefined;
    } catch (error) {
      this.problem = messageOf(error);
    }
  }

  private take(event: LibraryEvent): void {
    this.imports = reduce(this.imports, event);
    if (event.type === "document" && event.status !== "failed") void this.refresh();
    if (event.type === "removed") {
      if (this.selected?.id === event.id) this.selected = undefined;
      void this.refresh();
    }
  }
}

export const library = new LibraryState();
