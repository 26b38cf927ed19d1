// Sealed files and backups: what is being written or taken in, what came of it, and what was offered.
import { codeOf, host, messageOf, type Offer } from "../host";
import type { BackupState } from "../host/messages/BackupState";
import type { LibraryEvent } from "../host/messages/LibraryEvent";
import type { SealedSummary } from "../host/messages/SealedSummary";
import type { SealingProgress } from "../host/messages/SealingProgress";
import type { SealingWork } from "../host/messages/SealingWork";
import { words } from "../words";
import { chatList } from "./chat-list.svelte";
import { pins } from "./pins.svelte";
import type { Sealed } from "./sealing";
import { settings } from "./settings.svelte";

/** What the person asked for and has not ended. */
interface Run {
  number: number;
  work: SealingWork;
  /** Absent until something is done: the person may still choose a file. */
  progress: SealingProgress | undefined;
  isEnding: boolean;
}

/** How the last one ended. */
type End = { work: SealingWork } & ({ summary: SealedSummary } | { problem: string } | { isCancelled: true });

type Tell = (progress: SealingProgress) => void;

class SealingState {
  run = $state.raw<Run | undefined>();
  end = $state.raw<End | undefined>();
  /** What is to be exported, while that is asked. */
  asked = $state.raw<Sealed | undefined>();
  /** Sealed files that were dropped, opened or chosen, of which the first is shown. */
  offers = $state.raw<readonly Offer[]>([]);
  /** Absent until it is known. */
  backups = $state.raw<BackupState | undefined>();
  /** Why that is not known, or nothing newer. */
  unknown = $state<string | undefined>();
  /** What is told to those who do not see it. */
  news = $state("");

  private last = 0;

  async loadBackups(): Promise<void> {
    this.unknown = undefined;
    try {
      this.backups = await host.backupState();
    } catch (error) {
      this.unknown = messageOf(error);
    }
  }

  /** Takes what the engine tells of files that are done, whoever wanted them. */
  take(event: LibraryEvent): void {
    if (event.type === "sealed" || event.type === "sealing_failed") void this.loadBackups();
  }

  offer(offer: Offer): void {
    // The same file twice is one question.
    if (!this.offers.some(({ file }) => file === offer.file)) this.offers = [...this.offers, offer];
  }

  /** The person has seen the first of them. */
  withdraw(): void {
    this.offers = this.offers.slice(1);
  }

  /** Asks what is to be exported, beginning with this. */
  ask(what: Sealed): void {
    this.dismiss();
    this.asked = what;
  }

  /** Forgets how the last one ended. */
  dismiss(): void {
    this.end = undefined;
  }

  /** Writes it into a file that the person chooses. */
  write(what: Sealed, proposal: string, passphrase: string | null): Promise<void> {
    const locked = passphrase === null ? {} : { passphrase };
    const request = { file: proposal, collection: what.kind === "collection" ? what.name : null, ...locked };
    if (what.kind === "backup") return this.begin("backup", (run, tell) => host.backUpToFile(request, run, tell));
    return this.begin("export", (run, tell) => host.exportSealed(request, run, tell));
  }

  /** Writes the whole library into the folder that was chosen for backups. */
  backUp(): Promise<void> {
    return this.begin("backup", (run, tell) => host.backUp(null, run, tell));
  }

  /** Adds what is in a file, to the collections that it names or to one that the person does. */
  import(file: string, collection: string | null, passphrase: string | null): Promise<void> {
    const locked = passphrase === null ? {} : { passphrase };
    return this.begin("import", (run, tell) => host.importSealed({ file, collection, ...locked }, run, tell));
  }

  /** Lets the library, which is empty, become what a backup holds. */
  restore(file: string, passphrase: string | null): Promise<void> {
    const locked = passphrase === null ? {} : { passphrase };
    return this.begin("restore", (run, tell) => host.restoreSealed({ file, ...locked }, run, tell));
  }

  async cancel(): Promise<void> {
    const { run } = this;
    if (!run) return;
    this.run = { ...run, isEnding: true };
    await host.cancelSealing(run.number).catch(() => {});
  }

  /** One at a time: the disk would not write two any sooner. */
  private async begin(work: SealingWork, start: (run: number, tell: Tell) => Promise<SealedSummary | null>): Promise<void> {
    if (this.run) return;
    const number = ++this.last;
    this.end = undefined;
    this.run = { number, work, progress: undefined, isEnding: false };
    try {
      const summary = await start(number, (progress) => this.tell(number, progress));
      // Nothing was chosen in the system's dialog.
      if (summary !== null) this.finish({ work, summary }, words.sealed.done(summary));
    } catch (error) {
      if (this.run?.isEnding) this.finish({ work, isCancelled: true }, words.sealed.cancelled(work));
      else this.finish({ work, problem: messageOf(error) }, "");
    }
    this.run = undefined;
    if (work === "import" || work === "restore") await this.refresh();
  }

  private tell(number: number, progress: SealingProgress): void {
    if (this.run?.number === number) this.run = { ...this.run, progress };
  }

  private finish(end: End, news: string): void {
    this.end = end;
    this.news = news;
    // Who waited may have gone elsewhere; where nothing can be told through the system, the window tells it all the same.
    if (news !== "") host.notify(words.sealed.title, news).catch(() => {});
  }

  /** What came in with documents, which tell of themselves. */
  private async refresh(): Promise<void> {
    await Promise.all([chatList.refresh(), pins.load(), settings.load()]);
  }
}

/** Whether a file could not be opened for want of its passphrase, or with this one. */
export const isLocked = (error: unknown) => codeOf(error) === "needs_password";

export const sealing = new SealingState();
