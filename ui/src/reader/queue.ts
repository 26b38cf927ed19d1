// Drawings that wait for their turn: one at a time, the most wanted first, and those that nobody wants any more never.

interface Waiting {
  /** The lower, the sooner. Asked for when there is a choice, since what is in view changes. */
  rank: () => number;
  run: (signal: AbortSignal) => Promise<void>;
  stop: AbortController;
}

export class DrawQueue {
  private waiting: Waiting[] = [];
  private isBusy = false;

  /** Returns how it is called off. */
  ask(rank: () => number, run: (signal: AbortSignal) => Promise<void>): () => void {
    const entry: Waiting = { rank, run, stop: new AbortController() };
    this.waiting.push(entry);
    // Those that are asked for in the same moment are compared first.
    queueMicrotask(() => void this.go());
    return () => {
      entry.stop.abort();
      this.waiting = this.waiting.filter((other) => other !== entry);
    };
  }

  private async go(): Promise<void> {
    if (this.isBusy) return;
    this.isBusy = true;
    while (this.waiting.length > 0) {
      const next = this.waiting.reduce((best, entry) => (entry.rank() < best.rank() ? entry : best));
      this.waiting = this.waiting.filter((entry) => entry !== next);
      try {
        await next.run(next.stop.signal);
      } catch {
        // Whoever asked for it tells of it.
      }
    }
    this.isBusy = false;
  }
}
