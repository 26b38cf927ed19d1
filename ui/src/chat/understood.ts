// Whether a question was understood otherwise than it was typed.

/** The filters of the engine; their values are one word, or quoted. */
const filters = /(^|\s)(document|doc|file|dokument|datei|pages?|seiten?|before|vor|after|nach):("[^"]*"|„[^“”]*[“”]|“[^”]*”|«[^»]*»|»[^«]*«|\S+)/gi;
const quotes = /["„“”«»‹›]/g;

/** What remains of a question without its filters and quotation marks. */
const bare = (question: string) => question.replace(filters, " ").replace(quotes, "").replace(/\s+/g, " ").trim();

/** Something was put in its place, such as what an earlier question says of it. */
export function isOtherwise(typed: string, understood: string): boolean {
  return understood.trim() !== "" && bare(typed) !== bare(understood);
}
