// What embeds the library, kept in step with the engine.
import { host, messageOf } from "../host";
import type { EmbedderChange } from "../host/messages/EmbedderChange";
import type { EmbedderChoice } from "../host/messages/EmbedderChoice";
import type { Embedders } from "../host/messages/Embedders";
import type { PinCheck } from "../host/messages/PinCheck";
import { words } from "../words";
import { asCheck, comparisonOrder, isNews } from "./embedders";

class EmbeddersState {
  /** Absent until it is known. */
  all = $state.raw<Embedders | undefined>();
  /** The places of pinned pages with what answers and with what is ready to, once that was looked at. */
  comparison = $state.raw<PinCheck[] | undefined>();
  comparing = $state(false);
  /** Why they could not be looked at. */
  uncompared = $state<string | undefined>();
  /** What went wrong with what the person asked for. */
  problem = $state<string | undefined>();
  /** The unencrypted file that the key of a server is in, if one was given since the settings were opened. */
  keyFile = $state<string | undefined>();
  /** Why nothing is known, or nothing newer. */
  unlisted = $state<string | undefined>();
  /** What is told to those who do not see it. */
  news = $state("");

  change = $derived(this.all?.change ?? null);

  /** The latest request for the list: answers to those before it are not taken any more. */
  private listing = 0;
  /** What was told of the change since the list was asked for: it is newer than the list. */
  private heard: Partial<Pick<Embedders, "change">> = {};

  async load(): Promise<void> {
    const listing = ++this.listing;
    this.heard = {};
    try {
      const all = await host.listEmbedders();
      if (listing !== this.listing) return;
      this.unlisted = undefined;
      this.show({ ...all, ...this.heard });
    } catch (error) {
      if (listing === this.listing) this.unlisted = messageOf(error);
    }
  }

  /** Takes what the engine tells of the change. */
  take(change: EmbedderChange | null): void {
    this.heard = { change };
    // With its end, or its being ready, what embeds and what is kept are other than they were.
    const relist = change === null || (change.stage === "ready" && this.change?.stage !== "ready");
    // What ended is shown until it is known what embeds now, so that nothing flickers.
    if (this.all && change !== null) this.show({ ...this.all, change });
    if (relist) void this.load();
  }

  /** Begins the change; says why if it is refused. */
  async choose(choice: EmbedderChoice, key: string | null): Promise<string | undefined> {
    // What was kept in a file before is still there if nothing is kept this time.
    await this.act(async () => void (this.keyFile = (await host.chooseEmbedder(choice, key)) ?? this.keyFile));
    return this.problem;
  }

  pause = () => this.act(host.pauseEmbedderChange);
  resume = () => this.act(host.resumeEmbedderChange);
  cancel = () => this.act(host.cancelEmbedderChange);
  switch = () => this.act(host.switchEmbedder);

  forget(model: string): Promise<void> {
    return this.act(() => host.forgetEmbeddings(model));
  }

  /** Asks every pinned question with both. */
  async compare(): Promise<void> {
    this.uncompared = undefined;
    this.comparison = undefined;
    this.comparing = true;
    try {
      this.comparison = comparisonOrder((await host.comparePins()).map(asCheck));
    } catch (error) {
      this.uncompared = messageOf(error);
    } finally {
      this.comparing = false;
    }
  }

  private async act(work: () => Promise<void>): Promise<void> {
    this.problem = undefined;
    try {
      await work();
    } catch (error) {
      this.problem = messageOf(error);
    }
    await this.load();
  }

  private show(all: Embedders): void {
    const before = this.all;
    this.all = all;
    if (!before || !isNews(before.change, all.change)) return;
    this.news = all.change ? words.embedders.changeNews(all.change) : words.embedders.answersNow(all.title);
  }
}

export const embedders = new EmbeddersState();
