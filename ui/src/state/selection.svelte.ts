// The documents that are chosen in the list, and the one row of it that has the keyboard.
import { documentList } from "./document-list.svelte";

/** What is chosen without a word. */
const many = 5000;
const none: ReadonlySet<string> = new Set();

class SelectionState {
  /** Among what they were chosen: what is not shown any more is not chosen either. */
  private chosen = $state.raw<{ ids: ReadonlySet<string>; among: string }>({ ids: new Set(), among: "" });
  private isAsking = $state(false);

  ids = $derived(this.chosen.among === documentList.among ? this.chosen.ids : none);
  count = $derived(this.ids.size);
  /** So many are to be chosen that it takes a moment. */
  isChoosing = $state(false);
  /** Whether they are to be removed is being asked. */
  isRemoving = $derived(this.isAsking && this.count > 0);

  /** The document that has the keyboard; it may have moved, or left the list, since it got it. */
  private lead = $state.raw<{ id: string; place: number } | undefined>();
  /** From here to the lead is chosen together. */
  private anchor: { id: string; place: number } | undefined;
  /** Counts what was chosen: what takes longer must not come over what was chosen later. */
  private turns = 0;

  /** The row that has the keyboard. */
  place = $derived.by(() => {
    const place = this.lead && (documentList.placeOf(this.lead.id) ?? this.lead.place);
    return Math.max(0, Math.min(place ?? 0, (documentList.total ?? 1) - 1));
  });

  has(id: string): boolean {
    return this.ids.has(id);
  }

  /** This one and no other. */
  only(place: number): void {
    const id = this.go(place);
    this.anchor = this.lead;
    if (id !== undefined) this.set([id]);
    else void this.choose(place, place);
  }

  /** This one too, or not any more. */
  toggle(place: number): void {
    const id = this.go(place);
    if (id === undefined) return;
    this.anchor = this.lead;
    const ids = new Set(this.ids);
    if (!ids.delete(id)) ids.add(id);
    this.set(ids);
  }

  /** All from where it began to here. */
  async extend(place: number): Promise<void> {
    const anchor = this.anchor ?? this.lead;
    this.go(place);
    this.anchor = anchor ?? this.lead;
    const from = this.anchor ? (documentList.placeOf(this.anchor.id) ?? this.anchor.place) : place;
    await this.choose(Math.min(from, place), Math.max(from, place));
  }

  async all(): Promise<void> {
    if (documentList.total) await this.choose(0, documentList.total - 1);
  }

  askRemoval(isAsking: boolean): void {
    this.isAsking = isAsking;
  }

  /** Moves the keyboard and nothing else; tells the document that is there. */
  go(place: number): string | undefined {
    const id = documentList.at(place)?.id;
    // Of one that is not here yet, the place is known.
    this.lead = { id: id ?? "", place };
    return id;
  }

  set(ids: Iterable<string>): void {
    this.turns += 1;
    this.chosen = { ids: new Set(ids), among: documentList.among };
    this.isAsking = false;
    this.isChoosing = false;
  }

  clear(): void {
    this.anchor = undefined;
    this.set([]);
  }

  /** They are not there any more; all at once, for they may be thousands. */
  forget(ids: ReadonlySet<string>): void {
    const left = [...this.ids].filter((id) => !ids.has(id));
    if (left.length < this.count) this.set(left);
  }

  private async choose(first: number, last: number): Promise<void> {
    this.turns += 1;
    const { turns } = this;
    this.isChoosing = last - first > many;
    try {
      const ids = await documentList.idsBetween(first, last);
      if (turns !== this.turns) return;
      this.set(ids);
      // One that was not here when the keyboard came to it is known now.
      if (this.lead?.id === "") this.lead = { ...this.lead, id: ids[this.lead.place - first] ?? "" };
    } catch {
      // The list itself tells why it cannot be read.
      void documentList.refresh();
      if (turns === this.turns) this.isChoosing = false;
    }
  }
}

export const selection = new SelectionState();
