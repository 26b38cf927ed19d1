// The search in the open document.
import { contents } from "./contents.svelte";
import { findIn, firstFrom, mostMatches, type Match } from "./find";
import { view } from "./view.svelte";

/** In milliseconds: who types quickly is not searched for at each letter. */
const rest = 120;

class Finding {
  isOpen = $state(false);
  query = $state("");
  matches = $state.raw<readonly Match[]>([]);
  isBusy = $state(false);
  /** The match that is gone to, if any. */
  at = $state(-1);
  /** Counts how often a match was gone to, and how often the search was called. */
  visits = $state(0);
  calls = $state(0);

  readonly current = $derived(this.matches[this.at]);
  readonly isCut = $derived(this.matches.length >= mostMatches);
  private readonly byPage = $derived.by(() => {
    const pages = new Map<number, Match[]>();
    for (const match of this.matches) {
      const same = pages.get(match.page);
      if (same) same.push(match);
      else pages.set(match.page, [match]);
    }
    return pages;
  });

  private stop = new AbortController();
  private timer: ReturnType<typeof setTimeout> | undefined;

  on(page: number): readonly Match[] {
    return this.byPage.get(page) ?? [];
  }

  open(): void {
    this.isOpen = true;
    this.calls += 1;
    if (this.query !== "" && this.matches.length === 0) this.look(this.query);
  }

  /** What was looked for is offered again, but is not lit any more. */
  close(): void {
    this.isOpen = false;
    this.clear();
  }

  /** For another document. */
  forget(): void {
    this.close();
    this.query = "";
  }

  look(query: string): void {
    this.clear();
    this.query = query;
    if (query.trim() === "") return;
    this.isBusy = true;
    this.timer = setTimeout(() => void this.run(query, this.stop.signal), rest);
  }

  step(by: number): void {
    if (this.matches.length > 0) this.goTo((this.at + by + this.matches.length) % this.matches.length);
  }

  private goTo(at: number): void {
    this.at = at;
    this.visits += 1;
  }

  private clear(): void {
    this.stop.abort();
    clearTimeout(this.timer);
    this.stop = new AbortController();
    [this.matches, this.at, this.isBusy] = [[], -1, false];
  }

  private async run(query: string, signal: AbortSignal): Promise<void> {
    const from = { page: view.page, start: view.start };
    try {
      await findIn(await contents.texts(), query, (matches, isLast) => {
        if (signal.aborted) return;
        this.matches = matches;
        const first = firstFrom(matches, from.page, from.start);
        const isAhead = matches[first] !== undefined && (matches[first].page > from.page || isLast);
        if (this.at < 0 && (isAhead || isLast) && first >= 0) this.goTo(first);
        this.isBusy = !isLast;
      }, signal);
    } catch {
      // Its pages cannot be read: nothing is found on them.
      if (!signal.aborted) this.isBusy = false;
    }
  }
}

export const finding = new Finding();
