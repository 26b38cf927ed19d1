// Where the search index is, kept in step with the engine.
import { host, messageOf } from "../host";
import type { IndexPlace } from "../host/messages/IndexPlace";
import type { IndexState } from "../host/messages/IndexState";
import { words } from "../words";
import { embedded, isNews } from "./index-place";

class IndexPlaceState {
  /** Absent until it is known. */
  now = $state.raw<IndexState | undefined>();
  /** Why it is not known. */
  unknown = $state<string | undefined>();
  /** What went wrong with what the person asked for. */
  problem = $state<string | undefined>();
  /** The unencrypted file that the key of a server is in, if one was given since the settings were opened. */
  keyFile = $state<string | undefined>();
  /** What is told to those who do not see it. */
  news = $state("");

  /** Why the index that answers does not, if so. */
  trouble = $derived(this.now?.problem == null ? undefined : words.engine.told(this.now.problem));
  isInStep = $derived(this.now?.is_in_step ?? true);

  /** The latest request: answers to those before it, or before what was told since, are not taken. */
  private asked = 0;

  async load(): Promise<void> {
    const asked = ++this.asked;
    try {
      const now = await host.indexPlace();
      if (asked !== this.asked) return;
      this.unknown = undefined;
      this.show(now);
    } catch (error) {
      if (asked === this.asked) this.unknown = messageOf(error);
    }
  }

  /** Takes what the engine tells. */
  take(now: IndexState): void {
    this.asked += 1;
    this.show(now);
  }

  /** Begins the move; says why if it is refused. */
  async move(to: IndexPlace, key: string | null): Promise<string | undefined> {
    try {
      // What was kept in a file before is still there if nothing is kept this time.
      this.keyFile = (await host.moveIndex(to, key)) ?? this.keyFile;
      this.problem = undefined;
    } catch (error) {
      return messageOf(error);
    }
    await this.load();
    return undefined;
  }

  moveBack = async () => void (this.problem = await this.move(embedded, null));

  cancel = async () => {
    this.problem = undefined;
    try {
      await host.cancelIndexMove();
    } catch (error) {
      this.problem = messageOf(error);
    }
    await this.load();
  };

  private show(now: IndexState): void {
    const before = this.now;
    this.now = now;
    if (before && isNews(before, now)) this.news = words.indexPlace.news(before, now);
  }
}

export const indexPlace = new IndexPlaceState();
