// The host as Tauri provides it.
import { Channel, invoke } from "@tauri-apps/api/core";
import { listen } from "@tauri-apps/api/event";
import { getCurrentWebview } from "@tauri-apps/api/webview";

import type { Drag, Host, Offer } from "./host";
import type { AnswerEvent } from "./messages/AnswerEvent";
import type { DropPreview } from "./messages/DropPreview";
import type { LibraryEvent } from "./messages/LibraryEvent";
import type { SealingProgress } from "./messages/SealingProgress";

function channel<T>(listener: (message: T) => void): Channel<T> {
  const channel = new Channel<T>();
  channel.onmessage = listener;
  return channel;
}

export const tauri: Host = {
  findDocuments: (request) => invoke("find_documents", { request }),
  libraryCounts: () => invoke("library_counts"),
  standIn: (document) => invoke("stand_in", { document }),
  showDocument: (document) => invoke("show_document", { document }),
  removeDocuments: (documents) => invoke("remove_documents", { documents }),
  createCollection: (name) => invoke("create_collection", { name }),
  renameCollection: (from, to) => invoke("rename_collection", { from, to }),
  deleteCollection: (name) => invoke("delete_collection", { name }),
  fileDocuments: (documents, collection) => invoke("file_documents", { documents, collection }),
  unfileDocuments: (documents, collection) => invoke("unfile_documents", { documents, collection }),
  openOriginal: (document) => invoke("open_original", { document }),
  revealOriginal: (document) => invoke("reveal_original", { document }),
  addSamples: () => invoke("add_samples"),
  search: (request) => invoke("search", { request }),
  listImports: () => invoke("list_imports"),
  pauseImports: (imports) => invoke("pause_imports", { imports }),
  resumeImports: (imports) => invoke("resume_imports", { imports }),
  cancelImports: (imports) => invoke("cancel_imports", { imports }),
  retryImports: (imports) => invoke("retry_imports", { imports }),
  advanceImport: (importId) => invoke("advance_import", { import: importId }),
  addPaths: (request) => invoke("add_paths", { request }),
  chooseFiles: (collection) => invoke("choose_files", { collection }),
  chooseFolder: (collection) => invoke("choose_folder", { collection }),
  listFolders: () => invoke("list_folders"),
  chooseWatchedFolder: (collection) => invoke("choose_watched_folder", { collection }),
  unwatchFolder: (folder) => invoke("unwatch_folder", { folder }),
  noteAttention: () => invoke("note_attention"),
  listConnections: () => invoke("list_connections"),
  listSettings: () => invoke("list_settings"),
  setSetting: (name, value) => invoke("set_setting", { name, value }),
  servingState: () => invoke("serving_state"),
  chooseServing: (choice) => invoke("choose_serving", { choice }),
  servingToken: () => invoke("serving_token"),
  changeServingToken: () => invoke("change_serving_token"),
  newerVersion: () => invoke("newer_version"),
  logFolder: () => invoke("log_folder"),
  revealLogs: () => invoke("reveal_logs"),
  makeReport: () => invoke("make_report"),
  subscribe: (listener) => invoke("subscribe", { channel: channel<LibraryEvent>(listener) }),
  ask: (request, answer, listener) => invoke("ask", { request, answer, channel: channel<AnswerEvent>(listener) }),
  stopAnswer: (answer) => invoke("stop_answer", { answer }),
  listChats: (lookedFor) => invoke("list_chats", { lookedFor }),
  openChat: (chat) => invoke("open_chat", { chat }),
  showTurn: (turn) => invoke("show_turn", { turn }),
  renameChat: (chat, title) => invoke("rename_chat", { chat, title }),
  deleteChat: (chat) => invoke("delete_chat", { chat }),
  exportChat: (chat, form) => invoke("export_chat", { chat, form }),
  pinPage: (question, document, page) => invoke("pin_page", { question, document, page }),
  unpinPage: (pin) => invoke("unpin_page", { pin }),
  listPins: () => invoke("list_pins"),
  checkPins: () => invoke("check_pins"),
  listEmbedders: () => invoke("list_embedders"),
  chooseEmbedder: (choice, key) => invoke("choose_embedder", { choice, key }),
  chooseModelFolder: () => invoke("choose_model_folder"),
  listServerModels: (url, key) => invoke("list_server_models", { url, key }),
  pauseEmbedderChange: () => invoke("pause_embedder_change"),
  resumeEmbedderChange: () => invoke("resume_embedder_change"),
  cancelEmbedderChange: () => invoke("cancel_embedder_change"),
  switchEmbedder: () => invoke("switch_embedder"),
  comparePins: () => invoke("compare_pins"),
  forgetEmbeddings: (model) => invoke("forget_embeddings", { model }),
  indexPlace: () => invoke("index_place"),
  moveIndex: (to, key) => invoke("move_index", { to, key }),
  cancelIndexMove: () => invoke("cancel_index_move"),
  clearIndexAt: (url) => invoke("clear_index_at", { url }),
  languageModel: () => invoke("language_model"),
  chooseLanguageModel: (choice, key) => invoke("choose_language_model", { choice, key }),
  listModelFiles: () => invoke("list_model_files"),
  downloadModelFile: (id) => invoke("download_model_file", { id }),
  cancelModelDownload: (id) => invoke("cancel_model_download", { id }),
  removeModelFile: (id) => invoke("remove_model_file", { id }),
  chooseModelFile: () => invoke("choose_model_file"),
  runningServers: () => invoke("running_servers"),
  languageModels: (kind, url, key) => invoke("language_models", { kind, url, key }),
  readDocument: (document) => invoke("read_document", { document }),
  readPages: (document) => invoke("read_pages", { document }),
  readWords: (document, page) => invoke("read_words", { document, page }),
  async onDrag(listener) {
    let drag: Drag = { state: "none" };
    const tell = (next: Drag) => listener((drag = next));
    await listen<DropPreview>("drop-preview", ({ payload }) => {
      if (drag.state === "over") tell({ ...drag, preview: payload });
    });
    await getCurrentWebview().onDragDropEvent(({ payload }) => {
      if (payload.type === "leave" || payload.type === "drop") return tell({ state: "none" });
      const { x, y } = payload.position.toLogical(devicePixelRatio);
      if (payload.type === "enter") tell({ state: "over", files: payload.paths.length, x, y, preview: undefined });
      else if (drag.state === "over") tell({ ...drag, x, y });
    });
  },
  aimDrop: (collection) => invoke("aim_drop", { collection }),
  async onOpened(listener) {
    await listen<string>("opened", ({ payload }) => listener(payload));
    // What was opened before anybody listened.
    const early = await invoke<string | null>("take_opened");
    if (early !== null) listener(early);
  },
  exportSealed: (request, run, listener) => invoke("export_sealed", { request, run, channel: channel<SealingProgress>(listener) }),
  backUpToFile: (request, run, listener) => invoke("back_up_to_file", { request, run, channel: channel<SealingProgress>(listener) }),
  backUp: (passphrase, run, listener) => invoke("back_up", { passphrase, run, channel: channel<SealingProgress>(listener) }),
  importSealed: (request, run, listener) => invoke("import_sealed", { request, run, channel: channel<SealingProgress>(listener) }),
  restoreSealed: (request, run, listener) => invoke("restore_sealed", { request, run, channel: channel<SealingProgress>(listener) }),
  cancelSealing: (run) => invoke("cancel_sealing", { run }),
  sealedContents: (file, passphrase) => invoke("sealed_contents", { file, passphrase }),
  chooseSealedFile: () => invoke("choose_sealed_file"),
  chooseBackupFolder: () => invoke("choose_backup_folder"),
  backupState: () => invoke("backup_state"),
  async onOffered(listener) {
    await listen<Offer>("sealed-offered", ({ payload }) => listener(payload));
    // What was dropped or opened before anybody listened.
    (await invoke<Offer[]>("take_offered")).forEach(listener);
  },
  notify: (title, body) => invoke("notify", { title, body }),
  libraryPlace: () => invoke("library_place"),
  revealLibrary: () => invoke("reveal_library"),
  setTheme: (theme) => invoke("set_theme", { theme }),
  setLanguage: (language) => invoke("set_language", { language }),
  setZoom: (factor) => invoke("set_zoom", { factor }),
};
