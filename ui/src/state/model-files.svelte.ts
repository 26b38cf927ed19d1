// The language models that the app runs itself, kept in step with the engine. Downloads go on while nobody looks.
import { SvelteMap, SvelteSet } from "svelte/reactivity";

import { host, messageOf } from "../host";
import type { ModelDownload } from "../host/messages/ModelDownload";
import type { ModelFileEntry } from "../host/messages/ModelFileEntry";
import type { ModelFiles } from "../host/messages/ModelFiles";
import { words } from "../words";

const nothingYet: ModelDownload = { received: 0, of: null };

class ModelFilesState {
  /** Absent until they are known. */
  files = $state.raw<ModelFiles | undefined>();
  /** Why they are not known. */
  unlisted = $state<string | undefined>();
  /** What is told to those who do not see it. */
  news = $state("");

  /** Those whose download was asked for and has not ended: the engine tells of it only once bytes come. */
  private asked = new SvelteSet<string>();
  /** Those whose download was cancelled and has not ended. */
  private ending = new SvelteSet<string>();
  /** What went wrong with which. */
  private problems = new SvelteMap<string, string>();
  /** The latest request for the list: answers to those before it, or before what was told since, are not taken. */
  private listing = 0;

  async load(): Promise<void> {
    const listing = ++this.listing;
    try {
      const files = await host.listModelFiles();
      if (listing === this.listing) this.show(files);
    } catch (error) {
      if (listing === this.listing) this.unlisted = messageOf(error);
    }
  }

  /** Takes what the engine tells while something is downloaded. */
  take(files: ModelFiles): void {
    this.listing += 1;
    this.show(files);
  }

  /** How far a download is; nothing if there is none. */
  progressOf(entry: ModelFileEntry): ModelDownload | undefined {
    if (entry.download) return entry.download;
    return this.asked.has(entry.id) && entry.file === null ? nothingYet : undefined;
  }

  problemOf = ({ id }: ModelFileEntry) => this.problems.get(id);
  isEnding = ({ id }: ModelFileEntry) => this.ending.has(id);

  /** Those that are on their way, or did not come. */
  get unsettled(): ModelFileEntry[] {
    const isUnsettled = (entry: ModelFileEntry) => this.progressOf(entry) !== undefined || this.problems.has(entry.id);
    return this.files?.catalogue.filter(isUnsettled) ?? [];
  }

  /** Ends with the download. */
  async download({ id, title }: ModelFileEntry): Promise<void> {
    if (this.asked.has(id)) return;
    this.problems.delete(id);
    this.asked.add(id);
    try {
      await host.downloadModelFile(id);
      this.news = words.answerers.modelArrived(title);
    } catch (error) {
      // What the person ended did not fail.
      if (!this.ending.has(id)) this.problems.set(id, messageOf(error));
    }
    await this.load();
    this.asked.delete(id);
    this.ending.delete(id);
  }

  /** What is here of it is kept for the next time. */
  async cancel({ id }: ModelFileEntry): Promise<void> {
    this.ending.add(id);
    try {
      await host.cancelModelDownload(id);
    } catch (error) {
      this.ending.delete(id);
      this.problems.set(id, messageOf(error));
    }
  }

  async remove({ id }: ModelFileEntry): Promise<void> {
    this.problems.delete(id);
    try {
      await host.removeModelFile(id);
    } catch (error) {
      this.problems.set(id, messageOf(error));
    }
    await this.load();
  }

  private show(files: ModelFiles): void {
    const wasAbsent = new Set(this.files?.catalogue.filter(({ file }) => file === null).map(({ id }) => id));
    this.files = files;
    this.unlisted = undefined;
    for (const { id, file, download } of files.catalogue) {
      // A download that this window did not begin, as before it was loaded anew, ends with what is told.
      if (!download && !this.asked.has(id)) this.ending.delete(id);
      // However it came.
      if (file !== null && wasAbsent.has(id)) this.problems.delete(id);
    }
  }
}

export const modelFiles = new ModelFilesState();
