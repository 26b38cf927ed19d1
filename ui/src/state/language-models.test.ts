import { describe, expect, it } from "vitest";

import type { LanguageModelChoice } from "../host/messages/LanguageModelChoice";
import type { RunningServer } from "../host/messages/RunningServer";
import { choiceOf, draftOf, isSameModel, rowOf, rowsOf, shortName } from "./language-models";

const ollama: RunningServer = {
  name: "Ollama", kind: "ollama", url: "http://127.0.0.1:11434",
  models: [{ name: "qwen3:8b", context_tokens: 40960, size: 5.2e9 }, { name: "gemma3", context_tokens: null, size: null }],
};
const rows = rowsOf(ollama);
const far: LanguageModelChoice = { kind: "anthropic", url: "https://api.example.com", model: "m", context_tokens: null };

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
    expect(rowOf({ ...rows[1]!.choice, context_tokens: 1 }, rows)).toBe("Ollama gemma3");
    expect(rowOf(far, rows)).toBe("server");
    expect(rowOf(far, undefined)).toBeUndefined();
    expect(rowOf(null, rows)).toBeUndefined();
  });

  it("are called by their names, not by those of their files", () => {
    expect(["qwen3:8b", "llama3.2:latest", "/models/Qwen3-8B-Q4_K_M.gguf", "google/gemma-3"].map(shortName)).toEqual(
      ["qwen3:8b", "llama3.2", "Qwen3-8B-Q4_K_M", "gemma-3"],
    );
  });
});

describe("what is picked", () => {
  const draft = { row: "server", kind: "open_ai" as const, url: "localhost:1234", model: " m " };
  const listed = { kind: "open_ai" as const, address: "http://localhost:1234", models: [{ name: "m", context_tokens: 4096, size: null }] };

  it("begins with what was chosen", () => {
    expect(draftOf(far)).toEqual({ row: undefined, kind: "anthropic", url: far.url, model: "m" });
    expect(draftOf(null)).toMatchObject({ kind: "open_ai", url: "", model: "" });
  });

  it("is a row's model, while it is there", () => {
    expect(choiceOf({ ...draft, row: "Ollama gemma3" }, rows, undefined)).toEqual(rows[1]?.choice);
    expect(choiceOf({ ...draft, row: "Ollama gone" }, rows, undefined)).toBeUndefined();
    expect(choiceOf({ ...draft, row: undefined }, rows, undefined)).toBeUndefined();
  });

  it("is a server's model, with what the server told of it", () => {
    expect(choiceOf(draft, [], listed)).toEqual({ kind: "open_ai", url: "http://localhost:1234", model: "m", context_tokens: 4096 });
    expect(choiceOf({ ...draft, kind: "ollama" }, [], listed)?.context_tokens).toBeNull();
    expect(choiceOf({ ...draft, url: "localhost:1" }, [], listed)?.context_tokens).toBeNull();
    expect(choiceOf({ ...draft, model: "" }, [], listed)).toBeUndefined();
    expect(choiceOf({ ...draft, url: "two words" }, [], listed)).toBeUndefined();
  });
});
