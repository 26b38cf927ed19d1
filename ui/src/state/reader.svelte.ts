// What the reader shows: a document, and the words that are lit on it.
import type { Citation } from "../host/messages/Citation";
import type { PageBox } from "../host/messages/PageBox";
import type { PageSpan } from "../host/messages/PageSpan";
import type { SearchHit } from "../host/messages/SearchHit";

/** Words to light: a citation's or a passage's. */
export interface Lit {
  page: number;
  quote: string;
  boxes: PageBox[];
  spans: PageSpan[];
}

export interface Opened {
  id: string;
  title: string;
}

class ReaderState {
  opened = $state.raw<Opened | undefined>();
  lit = $state.raw<Lit | undefined>();
  /** The citations of the answer that was clicked in, to step through. */
  citations = $state.raw<Citation[]>([]);
  current = $state.raw<Citation | undefined>();
  /** Counts requests to go somewhere, so that the same citation clicked again scrolls to it again. */
  visits = $state(0);

  /** Opens a document at its beginning. */
  open(document: Opened): void {
    this.show(document, undefined, [], undefined);
  }

  openCitation(citation: Citation, citations: Citation[]): void {
    this.show(citation.document, citation, citations, citation);
  }

  openHit(hit: SearchHit): void {
    this.show(hit.document, { page: hit.page, quote: hit.text, boxes: hit.boxes, spans: hit.spans }, [], undefined);
  }

  /** Opens a document at a page, from 0, without light. */
  openPage(document: Opened, page: number): void {
    this.show(document, { page, quote: "", boxes: [], spans: [] }, [], undefined);
  }

  /** The next (1) or previous (-1) citation of the answer, round and round. */
  step(by: number): void {
    const at = this.citations.findIndex((citation) => citation.number === this.current?.number);
    const next = this.citations.at((at + by) % Math.max(this.citations.length, 1));
    if (next) this.openCitation(next, this.citations);
  }

  close(): void {
    this.opened = undefined;
  }

  private show(document: Opened, lit: Lit | undefined, citations: Citation[], current: Citation | undefined): void {
    if (this.opened?.id !== document.id) this.opened = { id: document.id, title: document.title };
    this.lit = lit;
    this.citations = citations;
    this.current = current;
    this.visits += 1;
  }
}

export const reader = new ReaderState();
