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
  cancelImport: (importId) => invoke("cancel_import", { import: importId }),
  addPaths: (request) => invoke("add_paths", { request }),
  chooseFiles: () => invoke("choose_files"),
  chooseFolder: () => invoke("choose_folder"),
  subscribe: (listener) => invoke("subscribe", { channel: channel<LibraryEvent>(listener) }),
  ask: (request, answer, listener) => invoke("ask", { request, answer, channel: channel<AnswerEvent>(listener) }),
  stopAnswer: (answer) => invoke("stop_answer", { answer }),
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
