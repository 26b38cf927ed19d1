// What the reader shows: a document, and the words that are lit on it.
import { host } from "../host";
import type { ChangedCitation } from "../host/messages/ChangedCitation";
import type { Citation } from "../host/messages/Citation";
import type { DocumentReference } from "../host/messages/DocumentReference";
import type { PageBox } from "../host/messages/PageBox";
import type { PageSpan } from "../host/messages/PageSpan";
import type { SearchHit } from "../host/messages/SearchHit";
import { whereIs } from "./today";

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
  /** What is shown is not what was cited, but what has become of it. */
  isLater = $state(false);
  /** The citations of the answer that was clicked in, to step through. */
  citations = $state.raw<Citation[]>([]);
  current = $state.raw<Citation | undefined>();
  /** Counts requests to go somewhere, so that the same citation clicked again scrolls to it again. */
  visits = $state(0);

  /** Of the citations, those whose words are not any more as they were. */
  private changed: readonly ChangedCitation[] = [];
  /** Counts what was asked for: what takes longer must not come over what was asked for later. */
  private asked = 0;

  /** Opens a document at its beginning. */
  open(document: Opened): void {
    this.show(document, undefined);
  }

  openCitation(citation: Citation, citations: Citation[], changed: readonly ChangedCitation[] = []): void {
    [this.citations, this.current, this.changed] = [citations, citation, changed];
    const change = changed.find(({ number }) => number === citation.number);
    void this.openPlace(citation.document, citation, change && (change.after ?? ""));
  }

  openHit(hit: SearchHit): void {
    this.leaveCitations();
    void this.openPlace(hit.document, { page: hit.page, quote: hit.text, boxes: hit.boxes, spans: hit.spans });
  }

  /** Opens a document at a page, from 0, without light. */
  openPage(document: DocumentReference, page: number): void {
    this.leaveCitations();
    void this.openPlace(document, { page, quote: "", boxes: [], spans: [] });
  }

  /** The next (1) or previous (-1) citation of the answer, round and round. */
  step(by: number): void {
    const at = this.citations.findIndex((citation) => citation.number === this.current?.number);
    const next = this.citations.at((at + by) % Math.max(this.citations.length, 1));
    if (next) this.visit(next);
  }

  /** Goes to another of the citations. */
  visit(citation: Citation): void {
    this.openCitation(citation, this.citations, this.changed);
  }

  close(): void {
    this.asked += 1;
    this.opened = undefined;
  }

  /** Opens a place of a document, or of what its file has become; `words` stand there instead if they have changed. */
  private async openPlace(document: DocumentReference, lit: Lit, words?: string): Promise<void> {
    // What is shown as it was cited is there: nobody has to be asked.
    if (words === undefined && this.opened?.id === document.id && !this.isLater) return this.goTo(document, lit, false);
    this.asked += 1;
    const { asked } = this;
    const today = await this.standIn(document);
    if (asked !== this.asked) return;
    if (words === undefined && (!today || today.id === document.id)) return this.goTo(document, lit, false);
    // One that is gone altogether is opened all the same: that tells so.
    if (!today) return this.goTo(document, lit, false);
    // Where it stood is not where it stands now.
    const found = await this.find(today.id, words ?? lit.quote);
    if (asked !== this.asked) return;
    this.goTo(today, { page: found?.page ?? lit.page, quote: words ?? lit.quote, boxes: [], spans: found ? [found.span] : [] }, true);
  }

  private async standIn(document: DocumentReference): Promise<Opened | null> {
    try {
      return await host.standIn(document);
    } catch {
      // Whoever opens it is told what is wrong.
      return document;
    }
  }

  private async find(document: string, words: string) {
    try {
      return words === "" ? undefined : whereIs(await host.readPages(document), words);
    } catch {
      // Whoever opens it is told why it cannot be read.
      return undefined;
    }
  }

  private show(document: Opened, lit: Lit | undefined): void {
    this.leaveCitations();
    this.goTo(document, lit, false);
  }

  private leaveCitations(): void {
    [this.citations, this.current, this.changed] = [[], undefined, []];
  }

  private goTo(document: Opened, lit: Lit | undefined, isLater: boolean): void {
    this.asked += 1;
    if (this.opened?.id !== document.id) this.opened = { id: document.id, title: document.title };
    this.lit = lit;
    this.isLater = isLater;
    this.visits += 1;
  }
}

export const reader = new ReaderState();
