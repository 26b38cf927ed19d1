// Language models in files, which the app runs itself: those for download, and the person's own.
import type { LanguageModelChoice } from "../host/messages/LanguageModelChoice";
import type { ModelDownload } from "../host/messages/ModelDownload";
import type { ModelFileEntry } from "../host/messages/ModelFileEntry";
import type { ModelFiles } from "../host/messages/ModelFiles";
import type { ModelInFile } from "../host/messages/ModelInFile";

/** The row of a file that the person has already. */
export const ownFile = "file";

export const isInFile = (choice: LanguageModelChoice): choice is ModelInFile => "file" in choice;

export const entryRow = ({ id }: ModelFileEntry) => `catalogue ${id}`;

/** The model of the catalogue that is in a file. */
export function entryOf(file: string, files: ModelFiles | undefined): ModelFileEntry | undefined {
  return files?.catalogue.find((entry) => entry.file === file);
}

/** The row of a file; nothing while it is not known which there are, or if none can be run. */
export function fileRowOf({ file }: ModelInFile, files: ModelFiles | undefined): string | undefined {
  if (!files?.can_run) return undefined;
  const entry = entryOf(file, files);
  return entry ? entryRow(entry) : ownFile;
}

/** What a row of files stands for; nothing while it is not here, or if it is no such row. */
export function fileChoiceOf(row: string | undefined, path: string, files: ModelFiles | undefined): ModelInFile | undefined {
  const file = row === ownFile ? path : files?.catalogue.find((entry) => entryRow(entry) === row)?.file;
  return file ? { file, context_tokens: null } : undefined;
}

/** The model that would have to be downloaded for a row. */
export function missingOf(row: string | undefined, files: ModelFiles | undefined): ModelFileEntry | undefined {
  return files?.catalogue.find((entry) => entryRow(entry) === row && entry.file === null);
}

/** How many bytes a download has; about as many as the catalogue says, until the hub says it exactly. */
export const bytesOf = ({ megabytes }: ModelFileEntry, download: ModelDownload) => download.of ?? megabytes * 1e6;

/** How much of a download is here, from 0 to 1. */
export function shareOf(entry: ModelFileEntry, download: ModelDownload): number {
  const bytes = bytesOf(entry, download);
  return bytes > 0 ? Math.min(download.received / bytes, 1) : 0;
}
