// Keeps what is in sight of the documents where it is, while others come and go before it.
import { documentList } from "../state/document-list.svelte";

export class Sight {
  /** The first document in sight. */
  private held: { id: string; place: number } | undefined;
  private first = 0;

  constructor(private readonly height: number) {}

  /** Tells which rows are in sight. */
  see(scroller: HTMLElement | undefined, first: number): void {
    this.first = first;
    // One that has just moved is still to be followed.
    const place = this.held && documentList.placeOf(this.held.id);
    if (place === undefined || place === this.held?.place) this.hold(scroller);
  }

  /** Goes along with it; called in an effect, it is called again when documents have moved. */
  follow(scroller: HTMLElement | undefined): void {
    const place = documentList.placeOf(this.held?.id ?? "");
    if (!this.held || place === undefined) return this.hold(scroller);
    if (!scroller || place === this.held.place) return;
    scroller.scrollTop += (place - this.held.place) * this.height;
    this.held = { ...this.held, place };
  }

  /** Something else is in sight. */
  leave(): void {
    this.held = undefined;
  }

  private hold(scroller: HTMLElement | undefined): void {
    const id = documentList.at(this.first)?.id;
    // Who looks at the beginning sees what comes there.
    this.held = id !== undefined && scroller && scroller.scrollTop >= this.height ? { id, place: this.first } : undefined;
  }
}
