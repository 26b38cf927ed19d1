// What is told of the imports: their pace while they run, and in the end what they were.
import { host } from "../host";
import type { LibraryEvent } from "../host/messages/LibraryEvent";
import { words } from "../words";
import { isWorthTelling, reduceBatch, type Batch } from "./batches";
import { none, type Imports } from "./imports";
import { PaceMeter, unknown, type Pace } from "./pace";

/** In milliseconds: who waited so long may have gone elsewhere. */
const longEnough = 20_000;
/** In milliseconds. */
const tick = 1000;

class TrayState {
  pace = $state.raw<Pace>(unknown);
  batch = $state.raw<Batch | undefined>();
  /** What the last batch was, until it is dismissed or the next begins. */
  result = $derived(this.batch?.ended !== undefined && isWorthTelling(this.batch) ? this.batch : undefined);

  private meter = new PaceMeter();
  private imports: Imports = none;
  /** The batch whose end was told, by its beginning: it may go on for a moment and end again. */
  private told: number | undefined;
  private ticking: ReturnType<typeof setInterval> | undefined;

  /** What is listed at the beginning is no news: of it, only what still goes on is taken up. */
  take(events: readonly LibraryEvent[], imports: Imports, isNews = true): void {
    const at = Date.now();
    this.imports = imports;
    this.meter.take(events, imports, at);
    const news = isNews ? events : events.filter((event) => event.type === "progress");
    const before = this.batch;
    this.batch = reduceBatch(before, news, imports.running.size, at);
    if (this.result && this.result !== before) this.tellEnd(this.result);
    if (imports.running.size > 0) this.ticking ??= setInterval(() => this.measure(), tick);
    else this.stop();
  }

  dismiss(): void {
    this.batch = undefined;
  }

  /** Not at each event: nobody reads numbers that fast. */
  private measure(): void {
    this.pace = this.meter.pace(this.imports, Date.now());
  }

  private stop(): void {
    clearInterval(this.ticking);
    this.ticking = undefined;
    this.pace = unknown;
  }

  private tellEnd(batch: Batch): void {
    if (batch.began === this.told || (batch.ended ?? 0) - batch.began < longEnough) return;
    this.told = batch.began;
    // Where nothing can be told through the system, the window tells it all the same.
    host.notify(words.imports.batchEnded, words.imports.batch(batch)).catch(() => {});
  }
}

export const tray = new TrayState();
