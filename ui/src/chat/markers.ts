// The text of an answer, cut at its citation numbers.

export type Segment = { kind: "text"; text: string } | { kind: "citation"; number: number };

/** Cuts `text` at each `[n]`. Numbers above `most` are left as they are: they cite nothing. */
export function cut(text: string, most: number): Segment[] {
  const segments: Segment[] = [];
  let from = 0;
  for (const match of text.matchAll(/ ?\[(\d{1,3})\]/g)) {
    const number = Number(match[1]);
    if (number < 1 || number > most) continue;
    if (match.index > from) segments.push({ kind: "text", text: text.slice(from, match.index) });
    segments.push({ kind: "citation", number });
    from = match.index + match[0].length;
  }
  if (from < text.length) segments.push({ kind: "text", text: text.slice(from) });
  return segments;
}

/** The text without its citation numbers. */
export function unmarked(text: string, most: number): string {
  return cut(text, most)
    .map((segment) => (segment.kind === "text" ? segment.text : ""))
    .join("");
}

/** The paragraphs of an answer, each cut at its citation numbers. */
export function paragraphs(text: string, most: number): Segment[][] {
  return text.split(/\n{2,}/).map((paragraph) => cut(paragraph, most));
}
