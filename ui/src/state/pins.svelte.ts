// The pages that the person said are right answers.
import { host, messageOf } from "../host";
import type { Pin } from "../host/messages/Pin";
import type { PinCheck } from "../host/messages/PinCheck";
import { pinOf } from "./pins";

class PinsState {
  list = $state.raw<Pin[]>([]);
  loaded = $state(false);
  /** What the last check said, by pin. */
  checks = $state.raw<ReadonlyMap<number, PinCheck>>(new Map());
  checking = $state(false);
  problem = $state<string | undefined>();
  /** The question that the problem is with, if it is with one. */
  troubled = $state<string | undefined>();
  /** Quick clicks must reach the engine one behind the other. */
  private last: Promise<void> = Promise.resolve();

  load(): Promise<void> {
    return this.next(() => this.refresh());
  }

  of(question: string, document: string, page: number): Pin | undefined {
    return pinOf(this.list, question, document, page);
  }

  /** Pins a page, or no longer. */
  toggle(question: string, document: string, page: number): Promise<void> {
    return this.next(async () => {
      const pin = this.of(question, document, page);
      if (pin) await host.unpinPage(pin.id);
      else await host.pinPage(question, document, page);
      await this.refresh();
    }, question);
  }

  remove(pin: Pin): Promise<void> {
    return this.next(async () => {
      await host.unpinPage(pin.id);
      await this.refresh();
    });
  }

  /** Asks all their questions again. */
  check(): Promise<void> {
    return this.next(async () => {
      this.checking = true;
      try {
        const checks = await host.checkPins();
        this.checks = new Map(checks.map((check) => [check.pin.id, check]));
        this.list = checks.map((check) => check.pin);
      } finally {
        this.checking = false;
      }
    });
  }

  private async refresh(): Promise<void> {
    this.list = await host.listPins();
    this.loaded = true;
    const known = new Set(this.list.map((pin) => pin.id));
    this.checks = new Map([...this.checks].filter(([id]) => known.has(id)));
  }

  private next(work: () => Promise<void>, question?: string): Promise<void> {
    this.last = this.last.then(async () => {
      this.problem = undefined;
      try {
        await work();
      } catch (error) {
        this.problem = messageOf(error);
        this.troubled = question;
      }
    });
    return this.last;
  }
}

export const pins = new PinsState();
