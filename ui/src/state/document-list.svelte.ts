// The documents as they are to be shown: as many as there are, of which only those near what is in sight are here.
import { host, messageOf } from "../host";
import type { DocumentOrder } from "../host/messages/DocumentOrder";
import type { DocumentsRequest } from "../host/messages/DocumentsRequest";
import type { DocumentSummary } from "../host/messages/DocumentSummary";
import { prefer, preference } from "./preferences";

/** Which documents, and in which order. */
export type Showing = Omit<DocumentsRequest, "offset" | "limit">;

/** Documents that are asked for together. */
const stretch = 200;
/** Stretches that are kept: far more than are in sight, far fewer than there may be. */
const mostKept = 25;
/** Rows above and below what is in sight that are asked for with it: what has moved a little is found there. */
const around = 100;
/** Documents that are asked for together if only their ids are wanted. */
const longStretch = 5000;
/** In milliseconds: who types on need not wait for what only the first letters find. */
const pause = 120;

const orders: readonly DocumentOrder[] = ["added", "title", "size", "pages"];
const orderKey = "documents-order";

function rememberedOrder(): Pick<Showing, "order" | "is_descending"> {
  const [order, direction] = preference(orderKey)?.split(" ") ?? [];
  const known = orders.find((other) => other === order);
  return known ? { order: known, is_descending: direction === "down" } : { order: "added", is_descending: true };
}

interface Stretch {
  documents: readonly DocumentSummary[];
  /** When it was asked for: what was asked for before the last change is shown until it is here anew. */
  age: number;
}

class DocumentListState {
  /** What is typed to look for. */
  lookedFor = $state("");
  /** What is to be shown. */
  showing = $state.raw<Showing>({ collection: null, looked_for: "", kinds: [], only_unread: false, ...rememberedOrder() });
  /** What the rows are of, which were asked for earlier; absent until there are any. */
  shown = $state.raw<Showing | undefined>();
  /** How many there are; absent until that is known. */
  total = $state<number | undefined>();
  problem = $state<string | undefined>();
  /** Counts how often something else is shown, so that it begins at its beginning. */
  turns = $state(0);

  isNarrowed = $derived(this.showing.looked_for !== "" || this.showing.kinds.length > 0 || this.showing.only_unread);

  /** Tells apart among which documents one looks, in whatever order. */
  among = $derived(JSON.stringify([this.showing.collection, this.showing.looked_for, this.showing.kinds, this.showing.only_unread]));

  private stretches = $state.raw<ReadonlyMap<number, Stretch>>(new Map());
  /** Where each document is; the newer of two places counts. */
  private places = $derived.by(() => {
    const places = new Map<string, number>();
    const oldestFirst = [...this.stretches].sort(([, a], [, b]) => a.age - b.age);
    for (const [number, { documents }] of oldestFirst) documents.forEach(({ id }, at) => places.set(id, number * stretch + at));
    return places;
  });

  private inSight: readonly [first: number, last: number] = [0, 30];
  private age = 0;
  private isLoading = false;
  private typing: ReturnType<typeof setTimeout> | undefined;

  at(place: number): DocumentSummary | undefined {
    return this.stretches.get(Math.floor(place / stretch))?.documents[place % stretch];
  }

  /** Where a document is, if it is among those that are here. */
  placeOf(id: string): number | undefined {
    return this.places.get(id);
  }

  known(id: string): DocumentSummary | undefined {
    const place = this.places.get(id);
    return place === undefined ? undefined : this.at(place);
  }

  /** Tells which rows are in sight. */
  see(first: number, last: number): void {
    this.inSight = [first, last];
    void this.load();
  }

  /** Shows other documents, or in another order. */
  show(change: Partial<Showing>): void {
    clearTimeout(this.typing);
    this.showing = { ...this.showing, looked_for: this.lookedFor.trim(), ...change };
    if (this.showing.looked_for === "") this.lookedFor = "";
    this.inSight = [0, this.inSight[1] - this.inSight[0]];
    this.age += 1;
    void this.load();
  }

  look(lookedFor: string): void {
    this.lookedFor = lookedFor;
    clearTimeout(this.typing);
    this.typing = setTimeout(() => this.show({}), lookedFor.trim() === "" ? 0 : pause);
  }

  sort(order: DocumentOrder, isDescending: boolean): void {
    prefer(orderKey, `${order} ${isDescending ? "down" : "up"}`);
    this.show({ order, is_descending: isDescending });
  }

  /** Shows all of the collection, or of the library. */
  widen(): void {
    this.show({ looked_for: "", kinds: [], only_unread: false });
  }

  /** Something has changed: what is in sight is asked for again, and stays until it is here. */
  async refresh(): Promise<void> {
    this.age += 1;
    await this.load();
  }

  /** The ids of all from one place to another, both with it. */
  async idsBetween(first: number, last: number): Promise<string[]> {
    const here = Array.from({ length: last - first + 1 }, (_, at) => this.at(first + at)?.id);
    if (here.every((id) => id !== undefined)) return here;
    const ids: string[] = [];
    for (let offset = first; offset <= last; offset += longStretch) {
      const limit = Math.min(longStretch, last + 1 - offset);
      const { documents } = await host.findDocuments({ ...this.showing, offset, limit });
      for (const { id } of documents) ids.push(id);
    }
    return ids;
  }

  private async load(): Promise<void> {
    // One at a time: who scrolls quickly passes much that nobody needs any more when its turn comes.
    if (this.isLoading) return;
    this.isLoading = true;
    try {
      for (let lacking = this.lacking(); lacking; lacking = this.lacking()) await this.fetch(...lacking);
      this.problem = undefined;
    } catch (error) {
      this.problem = messageOf(error);
    } finally {
      this.isLoading = false;
    }
  }

  /** The stretches in sight that are not here or not of now, from the first to the last. */
  private lacking(): [first: number, last: number] | undefined {
    const end = this.total === undefined || this.shown !== this.showing ? Infinity : Math.max(this.total - 1, 0);
    const numberOf = (place: number) => Math.floor(Math.max(0, Math.min(place, end)) / stretch);
    const [first, last] = this.inSight;
    const near: number[] = [];
    for (let number = numberOf(first - around); number <= numberOf(last + around); number += 1) near.push(number);
    const absent = near.filter((number) => this.stretches.get(number)?.age !== this.age || this.shown !== this.showing);
    return absent.length > 0 ? [Math.min(...absent), Math.max(...absent)] : undefined;
  }

  private async fetch(first: number, last: number): Promise<void> {
    const { age, showing } = this;
    const found = await host.findDocuments({ ...showing, offset: first * stretch, limit: (last - first + 1) * stretch });
    // Something else is to be shown by now.
    if (showing !== this.showing) return;
    const isNew = this.shown !== showing;
    const kept = isNew ? [] : this.worthKeeping(first, last);
    const fetched = Array.from({ length: last - first + 1 }, (_, at): [number, Stretch] => [
      first + at,
      { age, documents: found.documents.slice(at * stretch, (at + 1) * stretch) },
    ]);
    this.stretches = new Map([...kept, ...fetched]);
    this.total = found.total;
    this.shown = showing;
    if (isNew) this.turns += 1;
  }

  /** Those nearest to what was fetched. */
  private worthKeeping(first: number, last: number): [number, Stretch][] {
    const distance = (number: number) => Math.abs(number - (first + last) / 2);
    const others = [...this.stretches].filter(([number]) => number < first || number > last);
    return others.sort(([a], [b]) => distance(a) - distance(b)).slice(0, mostKept - (last - first + 1));
  }
}

export const documentList = new DocumentListState();
