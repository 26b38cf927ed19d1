// What an answer consists of. Everything knows where it stands in the answer, in UTF-16 units, since that is how
// sentences are named.

interface Range {
  start: number;
  end: number;
}

/** Letters as they stand in the answer, or others in place of all that is from `start` to `end`. */
export interface Letters extends Range {
  kind: "letters";
  text: string;
}

export type Inline =
  | Letters
  | (Range & { kind: "strong" | "emphasis" | "struck"; children: Inline[] })
  | (Range & { kind: "code"; text: string })
  | (Range & { kind: "formula"; tex: string; isDisplay: boolean })
  | (Range & { kind: "break" })
  /** Where a link or an image leads to, to be read and not to be followed. */
  | (Range & { kind: "address"; text: string });

/** What holds words. */
export interface Line extends Range {
  children: Inline[];
}

export type Align = "left" | "center" | "right" | undefined;

export interface Item extends Range {
  /** Whether it is done; absent if it is no task. */
  isDone?: boolean;
  blocks: Block[];
}

export type Block =
  | (Range & { kind: "paragraph"; line: Line })
  | (Range & { kind: "heading"; level: number; line: Line })
  | (Range & { kind: "list"; first: number | undefined; items: Item[] })
  | (Range & { kind: "quote"; blocks: Block[] })
  | (Range & { kind: "table"; align: Align[]; head: Line[]; rows: Line[][] })
  | (Range & { kind: "code"; language: string; text: string })
  | (Range & { kind: "formula"; tex: string })
  | (Range & { kind: "rule" });

/** The words of a text that is no Markdown: nothing in it means more than it says. */
export function literal(text: string, base = 0): Block[] {
  const blocks: Block[] = [];
  let from = 0;
  for (const { index, 0: gap } of [...text.matchAll(/\n{2,}/g), { index: text.length, 0: "" }]) {
    const range = { start: base + from, end: base + index };
    if (from < index) blocks.push({ ...range, kind: "paragraph", line: { ...range, children: [{ ...range, kind: "letters", text: text.slice(from, index) }] } });
    from = index + gap.length;
  }
  return blocks;
}
