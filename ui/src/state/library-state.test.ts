import { expect, it, vi } from "vitest";

import type { LibraryEvent } from "../host/messages/LibraryEvent";

let hear: (event: LibraryEvent) => void = () => {};
const nothing = async () => [];
const host = {
  subscribe: async (listener: typeof hear) => void (hear = listener),
  listImports: nothing, listDocuments: nothing, listFolders: nothing,
  listEmbedders: () => new Promise(() => {}),
};
vi.mock("../host", () => ({ host, messageOf: (error: Error) => error.message }));
const { library } = await import("./library.svelte");
const { modelFiles } = await import("./model-files.svelte");

it("hands on what is told of the models that the app runs itself", async () => {
  await library.start();
  hear({ type: "model_files", can_run: true, catalogue: [] });
  await vi.waitFor(() => expect(modelFiles.files?.can_run).toBe(true));
});
