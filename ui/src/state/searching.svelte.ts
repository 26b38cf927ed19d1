// Looking for passages instead of asking: what is found comes while the words are typed.
import { host, messageOf } from "../host";
import type { SearchRequest } from "../host/messages/SearchRequest";
import type { SearchResponse } from "../host/messages/SearchResponse";
import { prefer, preference } from "./preferences";
import { everywhere, named, type Within } from "./within";

const key = "composer";
/** In milliseconds: letters that come faster than that are waited for. */
const pause = 40;
const most = 20;

class SearchingState {
  isOn = $state(preference(key) === "search");
  /** What was found last, which may be for less than is typed now. */
  found = $state.raw<SearchResponse | undefined>();
  problem = $state<string | undefined>();
  /** The hit that Enter opens. */
  at = $state(0);

  /** What is typed, and where it is looked for. */
  private wanted = $state.raw<{ query: string; within: Within }>({ query: "", within: everywhere });
  private answered = $state.raw<{ query: string; within: Within } | undefined>();
  isEmpty = $derived(this.wanted.query === "");
  /** What is shown is not for what is typed now. */
  isBehind = $derived(!this.isEmpty && this.answered !== this.wanted);

  private typedAt = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private isAsking = false;

  turn(isOn: boolean): void {
    this.isOn = isOn;
    prefer(key, isOn ? "search" : undefined);
  }

  /** Called with what is typed, at each letter. */
  look(typed: string, within: Within): void {
    const query = typed.trim();
    if (query === this.wanted.query && within === this.wanted.within) return;
    this.wanted = { query, within };
    clearTimeout(this.timer);
    if (query === "") [this.found, this.problem, this.answered] = [undefined, undefined, undefined];
    else if (Date.now() - this.typedAt > pause) void this.ask();
    else this.timer = setTimeout(() => void this.ask(), pause);
    this.typedAt = Date.now();
  }

  /** Looks once more for the same, since the library is another or something went wrong. */
  again(): void {
    if (this.isEmpty) return;
    this.wanted = { ...this.wanted };
    void this.ask();
  }

  /** One at a time; what was typed meanwhile is next. */
  private async ask(): Promise<void> {
    if (this.isAsking) return;
    this.isAsking = true;
    const { wanted } = this;
    try {
      const request: SearchRequest = { query: wanted.query, limit: most, ...named(wanted.within), stages: "fused", earlier: [] };
      const found = await host.search(request);
      if (!this.isEmpty) this.show(wanted, found, undefined);
    } catch (error) {
      if (!this.isEmpty) this.show(wanted, undefined, messageOf(error));
    } finally {
      this.isAsking = false;
    }
    if (this.isBehind) void this.ask();
  }

  private show(answered: { query: string; within: Within }, found: SearchResponse | undefined, problem: string | undefined): void {
    this.answered = answered;
    this.problem = problem;
    this.found = found;
    this.at = 0;
  }
}

export const searching = new SearchingState();
