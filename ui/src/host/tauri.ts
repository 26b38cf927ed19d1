// The host as Tauri provides it.
import { Channel, invoke } from "@tauri-apps/api/core";
import { getCurrentWebview } from "@tauri-apps/api/webview";

import type { Host } from "./host";
import type { AnswerEvent } from "./messages/AnswerEvent";
import type { LibraryEvent } from "./messages/LibraryEvent";

function channel<T>(listener: (message: T) => void): Channel<T> {
  const channel = new Channel<T>();
  channel.onmessage = listener;
  return channel;
}

export const tauri: Host = {
  listDocuments: () => invoke("list_documents"),
  showDocument: (document) => invoke("show_document", { document }),
  removeDocuments: (documents) => invoke("remove_documents", { documents }),
  listImports: () => invoke("list_imports"),
  pauseImports: (imports) => invoke("pause_imports", { imports }),
  resumeImports: (imports) => invoke("resume_imports", { imports }),
  cancelImports: (imports) => invoke("cancel_imports", { imports }),
  retryImports: (imports) => invoke("retry_imports", { imports }),
  advanceImport: (importId) => invoke("advance_import", { import: importId }),
  addPaths: (request) => invoke("add_paths", { request }),
  chooseFiles: () => invoke("choose_files"),
  chooseFolder: () => invoke("choose_folder"),
  listFolders: () => invoke("list_folders"),
  chooseWatchedFolder: () => invoke("choose_watched_folder"),
  unwatchFolder: (folder) => invoke("unwatch_folder", { folder }),
  noteAttention: () => invoke("note_attention"),
  listConnections: () => invoke("list_connections"),
  listSettings: () => invoke("list_settings"),
  setSetting: (name, value) => invoke("set_setting", { name, value }),
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
  async onDrag(listener) {
    let files = 0;
    await getCurrentWebview().onDragDropEvent(({ payload }) => {
      if (payload.type === "enter") files = payload.paths.length;
      const over = payload.type === "enter" || payload.type === "over";
      listener(over ? { state: "over", files } : { state: "none" });
    });
  },
};
