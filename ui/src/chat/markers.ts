// The numbers of citations in the text of an answer.

export type Segment = { kind: "text"; text: string } | { kind: "citation"; number: number };

/** Cuts `text` at each `[n]`. Numbers that cite nothing are left as they are. */
export function cut(text: string, cites: (number: number) => boolean): Segment[] {
  const segments: Segment[] = [];
  let from = 0;
  for (const match of text.matchAll(/ ?\[(\d{1,3})\]/g)) {
    const number = Number(match[1]);
    if (!cites(number)) continue;
    if (match.index > from) segments.push({ kind: "text", text: text.slice(from, match.index) });
    segments.push({ kind: "citation", number });
    from = match.index + match[0].length;
  }
  if (from < text.length) segments.push({ kind: "text", text: text.slice(from) });
  return segments;
}
