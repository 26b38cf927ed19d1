// What is being imported, and what was.
import type { ImportProgress } from "../../host/messages/ImportProgress";
import type { Batch } from "../../state/batches";
import type { Speed } from "../../state/pace";
import type { imports as english } from "../en/imports";
import { documents, files, pages } from "./common";
import { count, decimal } from "./formats";

function stage(progress: ImportProgress): string {
  const { stage, done, total } = progress;
  const next = `${count(Math.min(done + 1, total))} von ${count(total)}`;
  switch (stage) {
    case "queued":
      return "Wartet";
    case "paused":
      return total > 0 ? `Pausiert auf Seite ${count(Math.max(done, 1))} von ${count(total)}` : "Pausiert";
    case "reading":
      return total > 0 ? `Liest Seite ${next}` : "Liest";
    case "embedding":
      return `Erfasst Stelle ${next}`;
    case "indexing":
      return "Schreibt den Index";
  }
}

/** What the queue does with the imports in it, of which some or all may be paused one by one. */
function queue(imports: number, paused: "none" | "each" | "whole"): string {
  switch (paused) {
    case "none":
      return importing(imports);
    case "each":
      return `${files(imports)} pausiert`;
    case "whole":
      return `${files(imports)} ${imports === 1 ? "wartet" : "warten"} · pausiert`;
  }
}

const cancelAsk = (imports: number) => (imports === 1 ? "Den Import abbrechen?" : `Alle ${count(imports)} abbrechen?`);
const failedImports = (number: number) => `${files(number)} nicht importiert`;

/** Rounded so that it need not be corrected all the time. */
function timeLeft(seconds: number): string {
  const minutes = seconds / 60;
  if (minutes < 0.75) return "weniger als eine Minute";
  if (minutes < 1.5) return "noch etwa eine Minute";
  if (minutes < 10) return `noch etwa ${count(Math.round(minutes))} Minuten`;
  if (minutes < 55) return `noch etwa ${count(Math.round(minutes / 5) * 5)} Minuten`;
  const hours = minutes / 60;
  if (hours < 1.25) return "noch etwa eine Stunde";
  if (hours < 24) return `noch etwa ${count(Math.round(hours * 2) / 2)} Stunden`;
  return "noch mehr als ein Tag";
}

/** In hundredths. */
const done = (percent: number) => `${percent}\u00a0% fertig`;

function speed({ of, perSecond }: Speed): string {
  const number = perSecond < 10 ? decimal(perSecond, 1) : count(Math.round(perSecond));
  return `${number} ${of === "pages" ? "Seiten" : "Stellen"}/s`;
}

/** What was imported, of what something was. */
function batch({ read, pages: readPages, knownFiles, failed }: Batch): string {
  const parts = [
    read.size > 0 && `${documents(read.size)}, ${pages(readPages)}`,
    knownFiles > 0 && `${count(knownFiles)} schon vorhanden`,
    failed.size > 0 && `${count(failed.size)} nicht importiert`,
  ];
  return parts.filter((part) => part !== false).join(", ");
}

const importing = (number: number) => `${files(number)} ${number === 1 ? "wird" : "werden"} importiert`;

export const imports: typeof english = {
  stage,
  queue,
  cancelAsk,
  failedImports,
  importing,
  timeLeft,
  done,
  speed,
  batch,
  advance: "Als Nächstes importieren",
  batchEnded: "Paperside hat Ihre Dokumente gelesen",
  cancelAll: "Alle abbrechen",
  cancelImport: "Import abbrechen",
  dismiss: "Ausblenden",
  dismissAll: "Alle ausblenden",
  failedImport: "Nicht importiert",
  fewer: "Weniger anzeigen",
  fold: "Importe zuklappen",
  imports: "Importe",
  password: "Passwort",
  pauseAll: "Alle Importe pausieren",
  resumeAll: "Alle Importe fortsetzen",
  retryAll: "Alle wiederholen",
  showAll: "Alle anzeigen",
  showBatch: "Anzeigen",
  unfold: "Importe aufklappen",
  unlock: "Entsperren",
  wrongPassword: "Das Passwort stimmt nicht.",
};
