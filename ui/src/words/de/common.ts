// What is said in many places.
import type { common as english } from "../en/common";
import { count, date, decimal, plural, time } from "./formats";

export const pages = (number: number) => plural(number, "Seite", "Seiten");
export const documents = (number: number) => plural(number, "Dokument", "Dokumente");
/** After words such as “von” and “in”. */
export const ofDocuments = (number: number) => plural(number, "Dokument", "Dokumenten");
export const files = (number: number) => plural(number, "Datei", "Dateien");

export function size(bytes: number): string {
  if (bytes < 1000) return `${bytes} Byte`;
  const units = ["kB", "MB", "GB"];
  let value = bytes / 1000;
  let unit = 0;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${value < 10 ? decimal(value, 1) : count(Math.round(value))} ${units[unit]}`;
}

export const tokens = (number: number) => plural(number, "Token", "Tokens");
export const more = (number: number) => `und ${count(number)} weitere`;
export const onPage = (label: string) => `Seite ${label}`;
export const place = (title: string, label: string) => `${title}, Seite ${label}`;
export const passages = (number: number) => plural(number, "Stelle", "Stellen");

/** In seconds since 1970. */
export const timeOf = (seconds: number) => time(seconds * 1000);

/** “For example”, which is not broken where it is abbreviated. */
export const such = "z.\u202fB.";

export const common: typeof english = {
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
  cancel: "Abbrechen",
  keep: "Behalten",
  pause: "Pausieren",
  remove: "Entfernen",
  resume: "Fortsetzen",
  retry: "Wiederholen",
  showMore: "Mehr anzeigen",
};
