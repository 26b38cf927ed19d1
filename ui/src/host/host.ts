// Everything the window may ask of its host. Nothing else in the UI knows what the host is.
import { words } from "../words";
import type { AddRequest } from "./messages/AddRequest";
import type { AnswerEvent } from "./messages/AnswerEvent";
import type { AskRequest } from "./messages/AskRequest";
import type { BackupState } from "./messages/BackupState";
import type { Chat } from "./messages/Chat";
import type { ChatSummary } from "./messages/ChatSummary";
import type { Connection } from "./messages/Connection";
import type { DocumentDetail } from "./messages/DocumentDetail";
import type { DocumentReference } from "./messages/DocumentReference";
import type { DocumentSummary } from "./messages/DocumentSummary";
import type { DocumentsFound } from "./messages/DocumentsFound";
import type { DocumentsRequest } from "./messages/DocumentsRequest";
import type { DropPreview } from "./messages/DropPreview";
import type { EmbedderChoice } from "./messages/EmbedderChoice";
import type { Embedders } from "./messages/Embedders";
import type { ErrorMessage } from "./messages/ErrorMessage";
import type { ExportForm } from "./messages/ExportForm";
import type { ExportRequest } from "./messages/ExportRequest";
import type { IndexPlace } from "./messages/IndexPlace";
import type { IndexState } from "./messages/IndexState";
import type { LanguageModelChoice } from "./messages/LanguageModelChoice";
import type { LanguageModelInfo } from "./messages/LanguageModelInfo";
import type { LanguageModelKind } from "./messages/LanguageModelKind";
import type { LibraryCounts } from "./messages/LibraryCounts";
import type { LibraryEvent } from "./messages/LibraryEvent";
import type { LibraryPlace } from "./messages/LibraryPlace";
import type { ModelFiles } from "./messages/ModelFiles";
import type { NewVersion } from "./messages/NewVersion";
import type { PageText } from "./messages/PageText";
import type { Pin } from "./messages/Pin";
import type { PinCheck } from "./messages/PinCheck";
import type { PinComparison } from "./messages/PinComparison";
import type { PlacedWord } from "./messages/PlacedWord";
import type { RestoreRequest } from "./messages/RestoreRequest";
import type { RunningServer } from "./messages/RunningServer";
import type { SealedContents } from "./messages/SealedContents";
import type { SealedImportRequest } from "./messages/SealedImportRequest";
import type { SealedSummary } from "./messages/SealedSummary";
import type { SealingProgress } from "./messages/SealingProgress";
import type { SearchRequest } from "./messages/SearchRequest";
import type { SearchResponse } from "./messages/SearchResponse";
import type { ServingChoice } from "./messages/ServingChoice";
import type { ServingState } from "./messages/ServingState";
import type { Setting } from "./messages/Setting";
import type { WatchedFolder } from "./messages/WatchedFolder";

/** What is being dragged over the window. */
export type Drag =
  | { state: "none" }
  /** `x` and `y` in CSS pixels of the window; `preview` follows once the host has looked. */
  | { state: "over"; files: number; x: number; y: number; preview: DropPreview | undefined };

/** A sealed file that was dropped on the window or opened with it. */
export interface Offer {
  file: string;
  /** The collection it was dropped on. */
  collection: string | null;
}

export interface Host {
  /** A stretch of the documents, as they are to be shown. */
  findDocuments(request: DocumentsRequest): Promise<DocumentsFound>;
  libraryCounts(): Promise<LibraryCounts>;
  /** The document itself, or else what its file has become; `null` if neither is in the library. */
  standIn(document: DocumentReference): Promise<DocumentSummary | null>;
  showDocument(document: string): Promise<DocumentDetail>;
  removeDocuments(documents: string[]): Promise<void>;
  createCollection(name: string): Promise<void>;
  renameCollection(from: string, to: string): Promise<void>;
  /** Its documents stay. */
  deleteCollection(name: string): Promise<void>;
  /** Puts documents into a collection; one that is new is made. */
  fileDocuments(documents: string[], collection: string): Promise<void>;
  /** Takes documents out of a collection; they stay in the library. */
  unfileDocuments(documents: string[], collection: string): Promise<void>;
  /** Opens the file in the system's own viewer. */
  openOriginal(document: string): Promise<void>;
  /** Shows the file in the system's file browser. */
  revealOriginal(document: string): Promise<void>;
  /** Adds the documents that come with the app, to try it with. */
  addSamples(): Promise<void>;
  search(request: SearchRequest): Promise<SearchResponse>;
  /** The latest event of every import that waits, runs, is paused or failed; last, the state of the queue. */
  listImports(): Promise<LibraryEvent[]>;
  /** `null` is the whole queue, with what will be added to it. */
  pauseImports(imports: number[] | null): Promise<void>;
  resumeImports(imports: number[] | null): Promise<void>;
  /** Those that failed are forgotten. */
  cancelImports(imports: number[]): Promise<void>;
  /** Tries those that failed once more. */
  retryImports(imports: number[]): Promise<void>;
  /** Puts it first in the queue. */
  advanceImport(importId: number): Promise<void>;
  addPaths(request: AddRequest): Promise<void>;
  /** Opens the system's dialog and imports what is chosen, into a collection if one is named. */
  chooseFiles(collection: string | null): Promise<void>;
  chooseFolder(collection: string | null): Promise<void>;
  listFolders(): Promise<WatchedFolder[]>;
  /** Opens the system's dialog and keeps the library in step with what is chosen. */
  chooseWatchedFolder(collection: string | null): Promise<void>;
  /** Its documents stay. */
  unwatchFolder(folder: number): Promise<void>;
  /** The person is typing: imports leave them a part of the machine. */
  noteAttention(): Promise<void>;
  /** What was asked of other programs and computers, the latest first. */
  listConnections(): Promise<Connection[]>;
  listSettings(): Promise<Setting[]>;
  /** No value leaves it to the app. */
  setSetting(name: string, value: string | null): Promise<void>;
  /** Whether other programs are served, and what they need to know. */
  servingState(): Promise<ServingState>;
  /** Serves them from now on, or not any more; ends when that is so, or is known not to be. */
  chooseServing(choice: ServingChoice): Promise<ServingState>;
  /** What they have to show; `null` while they are not served. */
  servingToken(): Promise<string | null>;
  /** Makes another token: whoever knows the old one is refused. */
  changeServingToken(): Promise<ServingState>;
  /** The newer version of the app that is known of; `null` if there is none, or nobody wants to be told. */
  newerVersion(): Promise<NewVersion | null>;
  /** The folder of the log. */
  logFolder(): Promise<string>;
  /** Shows it in the system's file browser. */
  revealLogs(): Promise<void>;
  /** Opens the system's dialog and writes a report to what is chosen; `false` if nothing was. */
  makeReport(): Promise<boolean>;
  /** Calls back with everything that happens in the library from now on. */
  subscribe(listener: (event: LibraryEvent) => void): Promise<void>;
  /** Ends when the answer has. `answer` names it for {@link stopAnswer}. */
  ask(request: AskRequest, answer: number, listener: (event: AnswerEvent) => void): Promise<void>;
  stopAnswer(answer: number): Promise<void>;
  /** Those that were changed last first; if something is looked for, only those in which it stands. */
  listChats(lookedFor: string | null): Promise<ChatSummary[]>;
  /** As it was, with what has changed since. */
  openChat(chat: number): Promise<Chat>;
  /** Lets a chat show the line on which a turn is, from now on. */
  showTurn(turn: number): Promise<Chat>;
  renameChat(chat: number, title: string): Promise<void>;
  deleteChat(chat: number): Promise<void>;
  /** Opens the system's dialog and writes the chat to what is chosen; `false` if nothing was. */
  exportChat(chat: number, form: ExportForm): Promise<boolean>;
  /** Notes that a page, from 0, is the right answer to a question. */
  pinPage(question: string, document: string, page: number): Promise<void>;
  unpinPage(pin: number): Promise<void>;
  listPins(): Promise<Pin[]>;
  /** Asks every pinned question again. */
  checkPins(): Promise<PinCheck[]>;
  /** What embeds the library, and what could. */
  listEmbedders(): Promise<Embedders>;
  /**
   * Begins the change to it; what embeds now calls a change off. The key is for a server that asks for one; tells the
   * unencrypted file that holds it, if the system has no keyring.
   */
  chooseEmbedder(choice: EmbedderChoice, key: string | null): Promise<string | null>;
  /** Opens the system's dialog; `null` if nothing was chosen. */
  chooseModelFolder(): Promise<string | null>;
  listServerModels(url: string, key: string | null): Promise<string[]>;
  pauseEmbedderChange(): Promise<void>;
  /** Also tries again what went wrong. */
  resumeEmbedderChange(): Promise<void>;
  /** What was embedded is kept. */
  cancelEmbedderChange(): Promise<void>;
  /** Lets the one that is ready answer from now on. */
  switchEmbedder(): Promise<void>;
  /** Asks every pinned question with the one that answers and with the one that is ready to. */
  comparePins(): Promise<PinComparison[]>;
  /** Frees the room of what a model embedded that does not answer now. */
  forgetEmbeddings(model: string): Promise<void>;
  /** Where the search index is and how it is. */
  indexPlace(): Promise<IndexState>;
  /**
   * Begins the move to another place, while the old index answers; the place where it is calls a move off. The key is for a
   * server that asks for one; tells the unencrypted file that holds it, if the system has no keyring.
   */
  moveIndex(to: IndexPlace, key: string | null): Promise<string | null>;
  /** What was made of the new one is removed. */
  cancelIndexMove(): Promise<void>;
  /** Removes what a server keeps of this library's indexes that nobody asks any more; tells how many there were. */
  clearIndexAt(url: string): Promise<number>;
  /** The language model that was chosen to answer. */
  languageModel(): Promise<LanguageModelChoice | null>;
  /**
   * Lets it answer from now on; `null` lets the documents' own sentences. One in a file is loaded first. The key is for a
   * server that asks for one; tells the unencrypted file that holds it, if the system has no keyring.
   */
  chooseLanguageModel(choice: LanguageModelChoice | null, key: string | null): Promise<string | null>;
  /** The language models that the app can run itself. */
  listModelFiles(): Promise<ModelFiles>;
  /** Ends when it is here, and tells where; goes on where it stopped. */
  downloadModelFile(id: string): Promise<string>;
  /** What is here of it is kept for the next time. */
  cancelModelDownload(id: string): Promise<void>;
  removeModelFile(id: string): Promise<void>;
  /** Opens the system's dialog; `null` if nothing was chosen. */
  chooseModelFile(): Promise<string | null>;
  /** Looks for programs on this computer that run language models; takes up to a second. */
  runningServers(): Promise<RunningServer[]>;
  languageModels(kind: LanguageModelKind, url: string, key: string | null): Promise<LanguageModelInfo[]>;
  readDocument(document: string): Promise<ArrayBuffer>;
  readPages(document: string): Promise<PageText[]>;
  /** Where the words of a page, from 0, stand on it. */
  readWords(document: string, page: number): Promise<PlacedWord[]>;
  /** Calls back when files are dragged over the window. The host itself adds what is dropped. */
  onDrag(listener: (drag: Drag) => void): Promise<void>;
  /** The collection into which the host puts what is dropped next; `null` is none. */
  aimDrop(collection: string | null): Promise<void>;
  /** Calls back with the document to show when files were opened with the app. The host itself adds them. */
  onOpened(listener: (document: string) => void): Promise<void>;
  /**
   * Opens the system's dialog, with the file of the request as a proposal, and writes a collection or everything to what
   * is chosen; `null` if nothing was. `run` names it for {@link cancelSealing}.
   */
  exportSealed(request: ExportRequest, run: number, listener: (progress: SealingProgress) => void): Promise<SealedSummary | null>;
  /** Writes the whole library, likewise. */
  backUpToFile(request: ExportRequest, run: number, listener: (progress: SealingProgress) => void): Promise<SealedSummary | null>;
  /** Writes the whole library into the folder that the settings name. */
  backUp(passphrase: string | null, run: number, listener: (progress: SealingProgress) => void): Promise<SealedSummary>;
  /** Adds what a sealed file holds. */
  importSealed(request: SealedImportRequest, run: number, listener: (progress: SealingProgress) => void): Promise<SealedSummary>;
  /** Lets this library, which must be empty, become what a backup holds. */
  restoreSealed(request: RestoreRequest, run: number, listener: (progress: SealingProgress) => void): Promise<SealedSummary>;
  cancelSealing(run: number): Promise<void>;
  /** What a sealed file says that it holds. */
  sealedContents(file: string, passphrase: string | null): Promise<SealedContents>;
  /** Opens the system's dialog; `null` if nothing was chosen. */
  chooseSealedFile(): Promise<string | null>;
  chooseBackupFolder(): Promise<string | null>;
  /** How backups are that are made by themselves. */
  backupState(): Promise<BackupState>;
  /** Calls back with sealed files that were dropped on the window or opened with it. */
  onOffered(listener: (offer: Offer) => void): Promise<void>;
  /** Tells through the system, if the window is not in front. */
  notify(title: string, body: string): Promise<void>;
  libraryPlace(): Promise<LibraryPlace>;
  /** Shows the library's folder in the system's file browser. */
  revealLibrary(): Promise<void>;
  /** How the frame around the window looks; `null` follows the system. */
  setTheme(theme: "light" | "dark" | null): Promise<void>;
  /** The language of what the host says itself, by its tag. */
  setLanguage(language: string): Promise<void>;
  /** How large everything in the window is; 1 is as it was drawn. */
  setZoom(factor: number): Promise<void>;
}

/** What a rejected call says. */
export function messageOf(error: unknown): string {
  const message = (error as Partial<ErrorMessage> | undefined)?.message;
  return words.engine.told(message ?? String(error));
}

/** What kind of problem a rejected call had, if it says so. */
export function codeOf(error: unknown): string | undefined {
  return (error as Partial<ErrorMessage> | undefined)?.code;
}
