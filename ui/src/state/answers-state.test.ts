import { beforeEach, describe, expect, it, vi } from "vitest";

import type { LanguageModelChoice } from "../host/messages/LanguageModelChoice";
import type { ModelFiles } from "../host/messages/ModelFiles";
import type { RunningServer } from "../host/messages/RunningServer";
import type { Setting } from "../host/messages/Setting";

const host = {
  languageModel: vi.fn<() => Promise<LanguageModelChoice | null>>(),
  chooseLanguageModel: vi.fn<() => Promise<string | null>>(),
  listModelFiles: vi.fn<() => Promise<ModelFiles>>(),
  runningServers: vi.fn<() => Promise<RunningServer[]>>(),
  listSettings: vi.fn<() => Promise<Setting[]>>(),
  setSetting: vi.fn(),
};
vi.mock("../host", () => ({ host, messageOf: (error: Error) => error.message }));
const { answers } = await import("./answers.svelte");

const qwen: LanguageModelChoice = { kind: "ollama", url: "http://127.0.0.1:11434", model: "qwen3", context_tokens: null };
const answerer = (value: string | null) => host.listSettings.mockResolvedValue([{ name: "answerer", purpose: "", value }]);

describe("who answers", () => {
  beforeEach(async () => {
    vi.clearAllMocks();
    answerer(null);
    host.languageModel.mockResolvedValue(null);
    host.chooseLanguageModel.mockResolvedValue(null);
    host.listModelFiles.mockResolvedValue({ can_run: true, catalogue: [] });
    await answers.load();
  });

  it("is the documents at first", () => {
    expect([answers.isKnown, answers.byModel, answers.chosen]).toEqual([true, false, null]);
  });

  it("is a model from its choice on", async () => {
    answerer("model");
    host.languageModel.mockResolvedValue(qwen);
    expect(await answers.choose(qwen, "sk")).toBeUndefined();
    expect(host.chooseLanguageModel).toHaveBeenCalledWith(qwen, "sk");
    expect([answers.byModel, answers.chosen]).toEqual([true, qwen]);
  });

  it("stays if what was chosen is refused", async () => {
    host.chooseLanguageModel.mockRejectedValue(new Error("There is no keyring."));
    expect(await answers.choose(qwen, "sk")).toBe("There is no keyring.");
    expect([answers.byModel, answers.chosen]).toEqual([false, null]);
  });

  it("has the name of its file", async () => {
    host.languageModel.mockResolvedValue({ file: "/models/Phi-3-mini.gguf", context_tokens: null });
    await answers.load();
    expect(answers.name).toBe("Phi-3-mini");
  });

  it("says where the key is, as long as it may be there", async () => {
    expect(answers.keyFile).toBeUndefined();
    host.chooseLanguageModel.mockResolvedValueOnce("/config/keys.json");
    await answers.choose(qwen, "sk");
    await answers.choose(qwen, null);
    expect(answers.keyFile).toBe("/config/keys.json");
  });

  it("can be the documents again without forgetting the model", async () => {
    await answers.setByModel(false);
    expect(host.setSetting).toHaveBeenCalledWith("answerer", "extractive");
    expect(host.chooseLanguageModel).not.toHaveBeenCalled();
  });
});

describe("what runs here", () => {
  it("stays in sight while it is looked for again, and if that fails", async () => {
    const found = [{ name: "Ollama", kind: "ollama" as const, url: qwen.url, models: [] }];
    host.runningServers.mockResolvedValueOnce(found).mockRejectedValueOnce(new Error("It is busy."));
    await answers.look();
    const again = answers.look();
    expect([answers.looking, answers.servers]).toEqual([true, found]);
    await again;
    expect([answers.looking, answers.servers, answers.unlooked]).toEqual([false, found, "It is busy."]);
  });
});
