import { describe, expect, it } from "vitest";

import type { LanguageModelChoice } from "../host/messages/LanguageModelChoice";
import type { RunningServer } from "../host/messages/RunningServer";
import type { ModelFileEntry } from "../host/messages/ModelFileEntry";
import type { ModelFiles } from "../host/messages/ModelFiles";
import { asked, choiceOf, draftOf, isSameModel, modelName, rowOf, rowsOf, shortName } from "./language-models";

const ollama: RunningServer = {
  name: "Ollama", kind: "ollama", url: "http://127.0.0.1:11434",
  models: [{ name: "qwen3:8b", context_tokens: 40960, size: 5.2e9 }, { name: "gemma3", context_tokens: null, size: null }],
};
const rows = rowsOf(ollama);
const far: LanguageModelChoice = { kind: "anthropic", url: "https://api.example.com", model: "m", context_tokens: null };
const entry = (id: string, file: string | null): ModelFileEntry => ({
  id, title: `The ${id}`, languages: "English", megabytes: 1117, licence: "MIT", suits: "", file, download: null,
});
const here = "/data/models/small/small-q4.gguf";
const files: ModelFiles = { can_run: true, catalogue: [entry("small", here), entry("large", null)] };
const inFile = (file: string): LanguageModelChoice => ({ file, context_tokens: null });
const own = inFile("/home/anna/Models/Qwen3-8B-Q4_K_M.gguf");

describe("language models", () => {
  it("that run here are rows, with what is known of them", () => {
    expect(rows.map(({ id }) => id)).toEqual(["Ollama qwen3:8b", "Ollama gemma3"]);
    expect(rows[0]?.choice).toEqual({ kind: "ollama", url: ollama.url, model: "qwen3:8b", context_tokens: 40960 });
  });

  it("that are named twice are there once", () => {
    expect(rowsOf({ ...ollama, models: [...ollama.models, ...ollama.models] })).toEqual(rows);
  });

  it("are the same however the address is written", () => {
    expect(isSameModel(far, { ...far, url: "https://api.example.com/v1/", context_tokens: 9 })).toBe(true);
    expect(isSameModel(far, { ...far, kind: "open_ai" })).toBe(false);
    expect(isSameModel(far, { ...far, model: "n" })).toBe(false);
  });

  it("have the row of the program, or that of another server", () => {
    expect(rowOf({ ...rows[1]!.choice, context_tokens: 1 }, rows, files)).toBe("Ollama gemma3");
    expect(rowOf(far, rows, files)).toBe("server");
    expect(rowOf(far, undefined, files)).toBeUndefined();
    expect(rowOf(null, rows, files)).toBeUndefined();
  });

  it("are called by their names, not by those of their files", () => {
    expect(["qwen3:8b", "llama3.2:latest", "/models/Qwen3-8B-Q4_K_M.gguf", "google/gemma-3", "C:\\Models\\phi.GGUF"].map(shortName)).toEqual(
      ["qwen3:8b", "llama3.2", "Qwen3-8B-Q4_K_M", "gemma-3", "phi"],
    );
  });

  it("in files are called as the catalogue calls them, if they are of it", () => {
    expect([inFile(here), own, far].map((choice) => modelName(choice, files))).toEqual(["The small", "Qwen3-8B-Q4_K_M", "m"]);
    expect(modelName(inFile(here), undefined)).toBe("small-q4");
  });

  it("in files are the same if the file is", () => {
    expect(isSameModel(own, { ...own, context_tokens: 4096 })).toBe(true);
    expect([isSameModel(own, inFile(here)), isSameModel(own, far), isSameModel(far, own)]).toEqual([false, false, false]);
  });

  it("in files have a row of their own, without waiting for what runs here", () => {
    expect(rowOf(inFile(here), undefined, files)).toBe("catalogue small");
    expect(rowOf(own, undefined, files)).toBe("file");
    expect(rowOf(own, rows, undefined)).toBeUndefined();
    expect(rowOf(own, rows, { ...files, can_run: false })).toBeUndefined();
  });

  it("ask no other computer unless they are there", () => {
    expect([own, rows[0]!.choice, far].map(asked)).toEqual([undefined, undefined, { host: "api.example.com", openly: false }]);
  });
});

describe("what is picked", () => {
  const draft = { row: "server", path: "", kind: "open_ai" as const, url: "localhost:1234", model: " m " };
  const listed = { kind: "open_ai" as const, address: "http://localhost:1234", models: [{ name: "m", context_tokens: 4096, size: null }] };

  it("begins with what was chosen", () => {
    expect(draftOf(far, files)).toEqual({ row: undefined, path: "", kind: "anthropic", url: far.url, model: "m" });
    expect(draftOf(null, files)).toMatchObject({ kind: "open_ai", path: "", url: "", model: "" });
  });

  it("is a row's model, while it is there", () => {
    expect(choiceOf({ ...draft, row: "Ollama gemma3" }, rows, undefined, files)).toEqual(rows[1]?.choice);
    expect(choiceOf({ ...draft, row: "Ollama gone" }, rows, undefined, files)).toBeUndefined();
    expect(choiceOf({ ...draft, row: undefined }, rows, undefined, files)).toBeUndefined();
  });

  it("is a file, if it is here", () => {
    const picked = (row: string, path = "") => choiceOf({ ...draft, row, path }, rows, undefined, files);
    expect(picked("catalogue small")).toEqual(inFile(here));
    expect([picked("catalogue large"), picked("catalogue gone"), picked("file")]).toEqual([undefined, undefined, undefined]);
    expect(picked("file", "/x.gguf")).toEqual(inFile("/x.gguf"));
  });

  it("begins with the person's own file, not with one of the catalogue", () => {
    expect(draftOf(own, files)).toMatchObject({ row: undefined, path: "/home/anna/Models/Qwen3-8B-Q4_K_M.gguf", url: "" });
    expect(draftOf(inFile(here), files).path).toBe("");
  });

  it("is a server's model, with what the server told of it", () => {
    expect(choiceOf(draft, [], listed, files)).toEqual({ kind: "open_ai", url: "http://localhost:1234", model: "m", context_tokens: 4096 });
    expect(choiceOf({ ...draft, kind: "ollama" }, [], listed, files)?.context_tokens).toBeNull();
    expect(choiceOf({ ...draft, url: "localhost:1" }, [], listed, files)?.context_tokens).toBeNull();
    expect(choiceOf({ ...draft, model: "" }, [], listed, files)).toBeUndefined();
    expect(choiceOf({ ...draft, url: "two words" }, [], listed, files)).toBeUndefined();
  });
});
