// What is being imported, and what was.
import type { ImportProgress } from "../../host/messages/ImportProgress";
import type { Batch } from "../../state/batches";
import type { Speed } from "../../state/pace";
import { documents, files, pages } from "./common";
import { count, decimal } from "./formats";

function stage(progress: ImportProgress): string {
  const { stage, done, total } = progress;
  switch (stage) {
    case "queued":
      return "Waiting";
    case "paused":
      return total > 0 ? `Paused at page ${count(Math.max(done, 1))} of ${count(total)}` : "Paused";
    case "reading":
      return total > 0 ? `Reading page ${count(Math.min(done + 1, total))} of ${count(total)}` : "Reading";
    case "embedding":
      return `Understanding passage ${count(Math.min(done + 1, total))} of ${count(total)}`;
    case "indexing":
      return "Writing the index";
  }
}

/** What the queue does with the imports in it, of which some or all may be paused one by one. */
function queue(imports: number, paused: "none" | "each" | "whole"): string {
  switch (paused) {
    case "none":
      return `Importing ${files(imports)}`;
    case "each":
      return `${files(imports)} paused`;
    case "whole":
      return `${files(imports)} waiting · paused`;
  }
}

const cancelAsk = (imports: number) => `Cancel all ${count(imports)}?`;
const failedImports = (number: number) => `${files(number)} not imported`;

/** Rounded so that it need not be corrected all the time. */
function timeLeft(seconds: number): string {
  const minutes = seconds / 60;
  if (minutes < 0.75) return "less than a minute left";
  if (minutes < 1.5) return "about a minute left";
  if (minutes < 10) return `about ${count(Math.round(minutes))} minutes left`;
  if (minutes < 55) return `about ${count(Math.round(minutes / 5) * 5)} minutes left`;
  const hours = minutes / 60;
  if (hours < 1.25) return "about an hour left";
  if (hours < 24) return `about ${count(Math.round(hours * 2) / 2)} hours left`;
  return "more than a day left";
}

/** In hundredths. */
const done = (percent: number) => `${percent}% done`;

function speed({ of, perSecond }: Speed): string {
  const number = perSecond < 10 ? decimal(perSecond, 1) : count(Math.round(perSecond));
  return `${number} ${of === "pages" ? "pages" : "passages"}/s`;
}

/** What was imported, of what something was. */
function batch({ read, pages: readPages, knownFiles, failed }: Batch): string {
  const parts = [
    read.size > 0 && `${documents(read.size)}, ${pages(readPages)}`,
    knownFiles > 0 && `${count(knownFiles)} already there`,
    failed.size > 0 && `${count(failed.size)} not imported`,
  ];
  return parts.filter((part) => part !== false).join(", ");
}

const importing = (number: number) => `Importing ${files(number)}`;

export const imports = {
  stage,
  queue,
  cancelAsk,
  failedImports,
  importing,
  timeLeft,
  done,
  speed,
  batch,
  advance: "Import next",
  batchEnded: "Paperside has read your documents",
  cancelAll: "Cancel all",
  cancelImport: "Cancel import",
  dismiss: "Dismiss",
  dismissAll: "Dismiss all",
  failedImport: "Not imported",
  fewer: "Show fewer",
  fold: "Fold up the imports",
  imports: "Imports",
  password: "Password",
  pauseAll: "Pause all imports",
  resumeAll: "Resume all imports",
  retryAll: "Retry all",
  showAll: "Show all",
  showBatch: "Show them",
  unfold: "Show the imports",
  unlock: "Unlock",
  wrongPassword: "That is not its password.",
};
