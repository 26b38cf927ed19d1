import { beforeEach, describe, expect, it, vi } from "vitest";

import type { ModelDownload } from "../host/messages/ModelDownload";
import type { ModelFiles } from "../host/messages/ModelFiles";

const host = {
  listModelFiles: vi.fn<() => Promise<ModelFiles>>(),
  downloadModelFile: vi.fn<() => Promise<string>>(),
  cancelModelDownload: vi.fn<() => Promise<void>>(),
  removeModelFile: vi.fn<() => Promise<void>>(),
};
vi.mock("../host", () => ({ host, messageOf: (error: Error) => error.message }));
const { modelFiles } = await import("./model-files.svelte");

const listed = (file: string | null, download: ModelDownload | null = null): ModelFiles => ({
  can_run: true,
  catalogue: [{ id: "small", title: "Small", languages: "", megabytes: 1117, licence: "MIT", suits: "", file, download }],
});
const entry = () => modelFiles.files!.catalogue[0]!;
const later = <T>() => {
  let [resolve, reject] = [(_: T) => {}, (_: Error) => {}];
  const promise = new Promise<T>((...both) => ([resolve, reject] = both));
  return { promise, resolve, reject };
};

describe("the models that the app runs itself", () => {
  beforeEach(async () => {
    vi.resetAllMocks();
    host.listModelFiles.mockResolvedValue(listed(null));
    await modelFiles.load();
  });

  it("show a download from the moment it is asked for until they are here", async () => {
    const { promise, resolve } = later<string>();
    host.downloadModelFile.mockReturnValue(promise);
    const ended = modelFiles.download(entry());
    expect(modelFiles.progressOf(entry())).toEqual({ received: 0, of: null });
    modelFiles.take(listed(null, { received: 5, of: 9 }));
    expect([modelFiles.progressOf(entry())?.received, modelFiles.unsettled.length]).toEqual([5, 1]);
    await modelFiles.download(entry());
    expect(host.downloadModelFile).toHaveBeenCalledTimes(1);
    host.listModelFiles.mockResolvedValue(listed("/models/small.gguf"));
    resolve("/models/small.gguf");
    await ended;
    expect([entry().file, modelFiles.progressOf(entry()), modelFiles.unsettled.length]).toEqual(["/models/small.gguf", undefined, 0]);
    expect(modelFiles.news).toBe("Small is on this computer now.");
  });

  it("keep what went wrong until it is tried again", async () => {
    host.downloadModelFile.mockRejectedValueOnce(new Error("There is no room.")).mockResolvedValueOnce("/models/small.gguf");
    await modelFiles.download(entry());
    expect([modelFiles.problemOf(entry()), modelFiles.progressOf(entry()), modelFiles.unsettled.length]).toEqual(["There is no room.", undefined, 1]);
    const ended = modelFiles.download(entry());
    expect(modelFiles.problemOf(entry())).toBeUndefined();
    await ended;
  });

  it("forget what went wrong once they are here, however they came", async () => {
    host.downloadModelFile.mockRejectedValueOnce(new Error("There is no room."));
    await modelFiles.download(entry());
    modelFiles.take(listed("/models/small.gguf"));
    expect([modelFiles.problemOf(entry()), modelFiles.unsettled.length]).toEqual([undefined, 0]);
  });

  it("do not take for a failure what the person ended", async () => {
    const { promise, reject } = later<string>();
    host.downloadModelFile.mockReturnValue(promise);
    const ended = modelFiles.download(entry());
    await modelFiles.cancel(entry());
    expect([modelFiles.isEnding(entry()), modelFiles.progressOf(entry()) === undefined]).toEqual([true, false]);
    reject(new Error("it was cancelled"));
    await ended;
    expect([modelFiles.problemOf(entry()), modelFiles.isEnding(entry()), modelFiles.progressOf(entry())]).toEqual([undefined, false, undefined]);
  });

  it("show and end a download that this window did not begin", async () => {
    modelFiles.take(listed(null, { received: 5, of: 9 }));
    await modelFiles.cancel(entry());
    expect(modelFiles.isEnding(entry())).toBe(true);
    modelFiles.take(listed(null));
    expect([modelFiles.isEnding(entry()), modelFiles.progressOf(entry())]).toEqual([false, undefined]);
  });

  it("are what was told while they were asked for", async () => {
    const { promise, resolve } = later<ModelFiles>();
    host.listModelFiles.mockReturnValueOnce(promise);
    const asked = modelFiles.load();
    modelFiles.take(listed("/models/small.gguf"));
    resolve(listed(null));
    await asked;
    expect(entry().file).toBe("/models/small.gguf");
  });

  it("can be removed, and say why not", async () => {
    host.removeModelFile.mockRejectedValueOnce(new Error("It is not yours."));
    await modelFiles.remove(entry());
    expect(modelFiles.problemOf(entry())).toBe("It is not yours.");
    await modelFiles.remove(entry());
    expect([modelFiles.problemOf(entry()), host.removeModelFile.mock.calls.length]).toEqual([undefined, 2]);
  });

  it("are not known if the engine does not say", async () => {
    host.listModelFiles.mockRejectedValueOnce(new Error("It is busy."));
    await modelFiles.load();
    expect(modelFiles.unlisted).toBe("It is busy.");
    await modelFiles.load();
    expect(modelFiles.unlisted).toBeUndefined();
  });
});
