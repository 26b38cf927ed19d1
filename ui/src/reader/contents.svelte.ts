// The document that is open in the reader, from asking for it to what is shown.
import { codeOf, host, messageOf } from "../host";
import type { DocumentDetail } from "../host/messages/DocumentDetail";
import type { PageText } from "../host/messages/PageText";
import { pageTexts } from "../state/page-texts";
import { styleOf, type Style } from "./blocks";
import { entriesOf, type Heading } from "./outline";
import { openPdf, sizeOf, type Pdf } from "./pdf";
import type { Size } from "./zoom";

export type Shown =
  /** `size` is the first page's. */
  | { kind: "pdf"; pdf: Pdf; size: Size }
  | { kind: "text"; pages: PageText[]; style: Style }
  | { kind: "locked"; answer: (password: string) => void; wrong: boolean }
  | { kind: "gone" }
  | { kind: "problem"; message: string };

/** One for each index, in order, also where none was read. */
export function dense(pages: readonly PageText[]): PageText[] {
  const known = new Map(pages.map((page) => [page.page, page]));
  const count = pages.reduce((most, { page }) => Math.max(most, page + 1), 0);
  return Array.from({ length: count }, (_, page) => known.get(page) ?? { page, label: String(page + 1), text: "", headings: [] });
}

const headingsIn = (pages: readonly PageText[]): Heading[] =>
  pages.flatMap(({ page, text, headings }) =>
    headings.map(({ start, end, level }) => ({ level, title: text.slice(start, end).replace(/\s+/g, " "), page, start })),
  );

/** PDFs that were open a moment ago: who checks citations goes to and fro between documents. */
const mostRecent = 2;

interface Recent {
  id: string;
  shown: Extract<Shown, { kind: "pdf" }>;
  close: () => void;
}

class Contents {
  private recent: Recent[] = [];
  shown = $state.raw<Shown | undefined>();
  detail = $state.raw<DocumentDetail | undefined>();

  labels = $derived.by((): string[] => {
    if (this.shown?.kind === "text") return this.shown.pages.map(({ label }) => label);
    if (this.shown?.kind !== "pdf") return [];
    const told = new Map(this.detail?.receipt.map(({ page, label }) => [page, label]));
    return Array.from({ length: this.shown.pdf.numPages }, (_, page) => told.get(page) ?? String(page + 1));
  });

  outline = $derived.by(() => {
    const own = this.shown?.kind === "text" ? headingsIn(this.shown.pages) : [];
    const listed = (this.detail?.outline ?? []).map((entry) => ({ ...entry, start: 0 }));
    return entriesOf(own.length > 0 ? own : listed);
  });

  /** The text of all its pages, also of those that are shown as they look. */
  async texts(): Promise<PageText[]> {
    const { detail, shown } = this;
    return shown?.kind === "text" ? shown.pages : detail ? dense(await pageTexts(detail.id)) : [];
  }

  /** Opens a document; returns how it is closed. */
  open(id: string): () => void {
    let wanted = true;
    let wasLocked = false;
    let close = () => {};
    const show = (shown: Shown) => {
      if (wanted) this.shown = shown;
    };
    const read = async () => {
      const detail = await host.showDocument(id);
      if (!wanted) return;
      this.detail = detail;
      if (detail.content_type !== "application/pdf") {
        return show({ kind: "text", pages: dense(await pageTexts(id)), style: styleOf(detail.content_type, detail.filename) });
      }
      const recent = this.recent.find((other) => other.id === id);
      if (recent) {
        this.recent = this.recent.filter((other) => other !== recent);
        close = recent.close;
        return show(recent.shown);
      }
      const bytes = await host.readDocument(id);
      if (!wanted) return;
      const task = openPdf(bytes, (answer, wrong) => {
        wasLocked = true;
        show({ kind: "locked", answer, wrong });
      });
      close = () => void task.destroy();
      const pdf = await task.promise;
      show({ kind: "pdf", pdf, size: sizeOf(await pdf.getPage(1)) });
    };
    read().catch((error) => show(codeOf(error) === "unknown_document" ? { kind: "gone" } : { kind: "problem", message: messageOf(error) }));
    return () => {
      wanted = false;
      const { shown } = this;
      [this.shown, this.detail] = [undefined, undefined];
      // What needs a password needs it each time.
      if (shown?.kind !== "pdf" || wasLocked) return close();
      this.recent = [{ id, shown, close }, ...this.recent];
      this.recent.splice(mostRecent).forEach((oldest) => oldest.close());
    };
  }
}

export const contents = new Contents();
