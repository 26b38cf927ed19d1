// The labels that are printed on pages.
import { plain } from "../state/fold";

/** So many letters of a label fit where a page is typed. */
const short = 7;

/** Whether labels are numbers or the like; those of sheets and chapters are names. */
export const areShort = (labels: readonly string[]) => labels.every((label) => label.length <= short);

/** The page, from 0, that a person means: by its label, or else by its number from 1. */
export function pageOf(typed: string, labels: readonly string[], near = 0): number | undefined {
  const wanted = plain(typed).trim();
  if (wanted === "") return undefined;
  // Labels may begin anew in each part of a document: the next one is meant.
  const order = [...labels.keys()].map((place) => (place + near) % labels.length);
  const labelled = order.find((page) => plain(labels[page] ?? "").trim() === wanted);
  if (labelled !== undefined) return labelled;
  const number = /^\d+$/.test(wanted) ? Number(wanted) : 0;
  return number >= 1 && number <= labels.length ? number - 1 : undefined;
}
