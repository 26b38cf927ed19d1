// What is said in many places.
import { count, date, plural, time } from "./formats";

export const pages = (count: number) => plural(count, "page", "pages");
export const documents = (count: number) => plural(count, "document", "documents");
export const files = (count: number) => plural(count, "file", "files");

export function size(bytes: number): string {
  if (bytes < 1000) return `${bytes} bytes`;
  const units = ["kB", "MB", "GB"];
  let value = bytes / 1000;
  let unit = 0;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${value < 10 ? value.toFixed(1) : Math.round(value)} ${units[unit]}`;
}

export const tokens = (number: number) => plural(number, "token", "tokens");
export const more = (number: number) => `and ${count(number)} more`;
export const onPage = (label: string) => `page ${label}`;
export const place = (title: string, label: string) => `${title}, page ${label}`;
export const passages = (number: number) => plural(number, "passage", "passages");

/** In seconds since 1970. */
export const timeOf = (seconds: number) => time(seconds * 1000);

export const common = {
  amount: count,
  pages,
  documents,
  files,
  size,
  more,
  onPage,
  place,
  timeOf,
  date,
  cancel: "Cancel",
  keep: "Keep",
  pause: "Pause",
  remove: "Remove",
  resume: "Resume",
  retry: "Try again",
  showMore: "Show more",
};
