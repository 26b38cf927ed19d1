// The server for other programs, as it is and as it is wanted.
import { host, messageOf } from "../host";
import type { ServingChoice } from "../host/messages/ServingChoice";
import type { ServingState as Served } from "../host/messages/ServingState";
import { words } from "../words";

class ServingState {
  /** Absent until it is known. */
  now = $state.raw<Served | undefined>();
  /** What other programs have to show, once it was asked for. */
  token = $state<string | undefined>();
  /** Whether a change is under way. */
  isChanging = $state(false);
  /** Why something could not be done. */
  private refused = $state<string | undefined>();
  /** Quick changes must reach the host in the order in which they were made. */
  private last: Promise<void> = Promise.resolve();

  /** What went wrong: with what was asked last, or with listening. */
  get problem(): string | undefined {
    return this.refused ?? (this.now?.problem != null ? words.engine.told(this.now.problem) : undefined);
  }

  load(): Promise<void> {
    return this.change(() => host.servingState());
  }

  choose(choice: Partial<ServingChoice>): Promise<void> {
    return this.change(async () => {
      const before = this.now?.choice ?? (await host.servingState()).choice;
      return host.chooseServing({ ...before, ...choice });
    });
  }

  /** Whoever knows the old one is refused from now on. */
  changeToken(): Promise<void> {
    const wasShown = this.token !== undefined;
    return this.change(async () => {
      const now = await host.changeServingToken();
      this.token = wasShown ? ((await host.servingToken()) ?? undefined) : undefined;
      return now;
    });
  }

  /** The token, for what is copied; nothing while nobody is served. */
  async askToken(): Promise<string | undefined> {
    this.refused = undefined;
    try {
      return (await host.servingToken()) ?? undefined;
    } catch (error) {
      this.refused = messageOf(error);
      return undefined;
    }
  }

  async showToken(): Promise<void> {
    this.token = await this.askToken();
  }

  hideToken(): void {
    this.token = undefined;
  }

  private change(work: () => Promise<Served>): Promise<void> {
    this.last = this.last.then(async () => {
      [this.isChanging, this.refused] = [true, undefined];
      try {
        this.now = await work();
        if (this.now.address === null) this.token = undefined;
      } catch (error) {
        this.refused = messageOf(error);
      }
      this.isChanging = false;
    });
    return this.last;
  }
}

export const serving = new ServingState();
