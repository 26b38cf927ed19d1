// The texts of language models that the app runs itself, and of where keys are kept.
import type { ModelDownload } from "./host/messages/ModelDownload";
import type { ModelFileEntry } from "./host/messages/ModelFileEntry";
import { bytesOf } from "./state/model-files";
import { size } from "./strings";

const sizeOf = ({ megabytes }: ModelFileEntry) => size(megabytes * 1e6);

/** What is known of a model before it is chosen. A licence is not broken at its hyphens. */
export const modelFileFacts = (entry: ModelFileEntry) =>
  [sizeOf(entry), entry.languages, entry.licence.replaceAll("-", "\u2011")].join(" · ");

/** How far a download is. */
export function downloaded(entry: ModelFileEntry, download: ModelDownload): string {
  const bytes = bytesOf(entry, download);
  if (download.received === 0) return modelText.connecting;
  if (download.received >= bytes) return modelText.checkingFile;
  return `${size(download.received)} of ${size(bytes)}`;
}

export const downloading = (title: string) => `Downloading ${title}`;
export const downloadModel = (title: string) => `Download ${title}`;
/** What a download takes. */
export const willDownload = (entry: ModelFileEntry) =>
  `Downloads ${sizeOf(entry)} once, and checks that all has come. If interrupted, it goes on where it stopped.`;
export const modelArrived = (title: string) => `${title} is on this computer now.`;

/** The key of a server, where the system keeps none. */
export const keyInFile = (path: string) =>
  `This system has no keyring, so the key is in ${path}. Only you may read it, but it is not encrypted.`;

export const modelText = {
  answersOnceLoaded: "It is loaded first, which can take some seconds. It answers from your next question on.",
  checkingFile: "Checking that all of it has come…",
  chooseFile: "Choose a file…",
  chooseOtherFile: "Choose another file…",
  connecting: "Connecting…",
  fileMissing: "First choose the file.",
  here: "On this computer",
  loading: "Loading…",
  otherPrograms: "Run by another program",
  ownFile: "A file on this computer",
  ownFilePurpose: "One that you have already, as llama.cpp stores them: a file that ends with .gguf.",
  own: "Run by Paperside itself",
  ownHint: "Needs no other program, and nothing is sent.",
  removeAsk: "Remove it? It can be downloaded again.",
  stopping: "Stopping…",
  waits: "It can be used once it is here. You can close the settings meanwhile.",
};
