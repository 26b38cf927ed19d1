// The words that are cited, with those around them.
import type { Citation } from "../host/messages/Citation";
import type { PageText } from "../host/messages/PageText";

export interface Surroundings {
  before: string;
  quote: string;
  after: string;
}

/** In characters: of the words around, and of those that are cited. */
const [around, most] = [140, 320];

const line = (text: string) => text.replace(/\s+/g, " ");

/** The end of a text, from the beginning of a word on. */
function endOf(text: string): string {
  const said = line(text).trimStart();
  if (said.length <= around) return said;
  const end = said.slice(-around);
  return `…${end.slice(end.indexOf(" ") + 1)}`;
}

/** The beginning of a text, up to the end of a word. */
function beginningOf(text: string, length: number): string {
  const said = line(text).trimEnd();
  if (said.length <= length) return said;
  const beginning = said.slice(0, length);
  const end = beginning.lastIndexOf(" ");
  return `${beginning.slice(0, end > 0 ? end : length)}…`;
}

/** `pages` are those of its document, if they are known; without them only what is cited is. */
export function surroundings({ quote, spans }: Pick<Citation, "quote" | "spans">, pages: readonly PageText[] | undefined): Surroundings {
  const [first, last] = [spans[0], spans.at(-1)];
  const textOf = (page: number | undefined) => pages?.find((text) => text.page === page)?.text ?? "";
  return {
    before: first ? endOf(textOf(first[0]).slice(0, first[1])) : "",
    quote: beginningOf(quote.trimStart(), most),
    // After words that are cut, what follows them would be another thing.
    after: last && quote.length <= most ? beginningOf(textOf(last[0]).slice(last[2]), around) : "",
  };
}
