import { describe, expect, it } from "vitest";

import type { CatalogueEntry } from "../host/messages/CatalogueEntry";
import type { EmbedderChange } from "../host/messages/EmbedderChange";
import type { EmbedderChoice } from "../host/messages/EmbedderChoice";
import type { Embedders } from "../host/messages/Embedders";
import type { PinComparison } from "../host/messages/PinComparison";
import {
  asCheck, changeShare, choiceOf, comparisonOrder, current, draftOf, isNews, isOpenlySent, isSame, keptBesides, likelyFirst,
  planOf, recipients, sentTo, titleOf,
} from "./embedders";
import { changeOf, summarise } from "./pins";

const bundled: EmbedderChoice = { kind: "bundled" };
const bge: EmbedderChoice = { kind: "catalogue", id: "bge" };
const gte: EmbedderChoice = { kind: "catalogue", id: "gte" };
const folder: EmbedderChoice = { kind: "folder", path: "/models/own" };
const server = (url: string, model = "m"): EmbedderChoice => ({ kind: "server", url, model });

const entry = (id: string, title: string, more: Partial<CatalogueEntry> = {}): CatalogueEntry => ({
  id, title, languages: "English", megabytes: 100, dimensions: 384, licence: "MIT", suits: "For all.", is_bundled: false, is_here: false, ...more,
});
const change = (to: EmbedderChoice, title: string, more: Partial<EmbedderChange> = {}): EmbedderChange => ({
  to, title, stage: "embedding", done: 0, total: 0, is_paused: false, problem: null, ...more,
});
const embedders = (more: Partial<Embedders> = {}): Embedders => ({
  chosen: bundled, title: "MiniLM", model: "minilm", dimensions: 384, problem: null, embedded: 50, passages: 50, change: null,
  catalogue: [entry("minilm", "MiniLM", { is_bundled: true, is_here: true }), entry("bge", "BGE"), entry("gte", "GTE", { is_here: true })],
  kept: [], ...more,
});

describe("a choice", () => {
  it("is the same if all of it is", () => {
    expect(isSame(bge, { ...bge })).toBe(true);
    expect(isSame(bge, gte)).toBe(false);
    expect(isSame(folder, { kind: "folder", path: "/other" })).toBe(false);
    expect(isSame(server("http://localhost"), server("http://localhost", "other"))).toBe(false);
    expect(isSame(server("http://localhost:1/v1"), server("http://localhost:1/"))).toBe(true);
    expect(isSame(server("http://localhost:1"), server("http://localhost:2"))).toBe(false);
  });

  it("is there once nothing is missing", () => {
    const draft = draftOf(bundled);
    expect(choiceOf(draft)).toBeUndefined();
    expect(choiceOf({ ...draft, row: "bundled" })).toEqual(bundled);
    expect(choiceOf({ ...draft, row: "bge" })).toEqual(bge);
    expect(choiceOf({ ...draft, row: "folder" })).toBeUndefined();
    expect(choiceOf({ ...draft, row: "server", url: "localhost:1", model: " " })).toBeUndefined();
    expect(choiceOf({ ...draft, row: "server", url: " localhost:1 ", model: " m " })).toEqual(server("http://localhost:1"));
  });

  it("begins with what was chosen before", () => {
    expect(choiceOf({ ...draftOf(folder), row: "folder" })).toEqual(folder);
    const draft = draftOf(folder, server("http://localhost:1"));
    expect(choiceOf({ ...draft, row: "server" })).toEqual(server("http://localhost:1"));
    expect(choiceOf({ ...draft, row: "folder" })).toEqual(folder);
    expect(draftOf(folder, { kind: "folder", path: "/next" }).path).toBe("/next");
  });

  it("that cannot embed gives way to the one that comes along", () => {
    expect(current(embedders({ chosen: folder }))).toEqual(folder);
    expect(current(embedders({ chosen: folder, problem: "It is gone." }))).toEqual(bundled);
  });

  it("has a name", () => {
    const all = embedders({ change: change(folder, "Own model") });
    expect([bundled, bge, folder, server("http://localhost")].map((choice) => titleOf(all, choice))).toEqual(["MiniLM", "BGE", "Own model", "m"]);
    expect(titleOf(embedders(), folder)).toBe("own");
  });
});

describe("the plan of a change", () => {
  it("is none if nothing changes", () => {
    expect(planOf(embedders(), bundled)).toBeUndefined();
    expect(planOf(embedders({ change: change(bge, "BGE") }), bge)).toBeUndefined();
  });

  it("counts what is downloaded and embedded", () => {
    expect(planOf(embedders(), bge)).toEqual({ title: "BGE", kind: "begin", megabytes: 100, passages: 50, known: 0 });
    expect(planOf(embedders(), gte)).toMatchObject({ megabytes: 0 });
    expect(planOf(embedders(), folder)).toMatchObject({ title: "own", megabytes: 0, passages: 50 });
  });

  it("knows what was embedded before", () => {
    const kept = [
      { model: "bge@1", title: "BGE", passages: 30, bytes: 1 },
      { model: "own@2", title: "own", passages: 70, bytes: 1 },
      { model: "m at http://localhost:1/v1", title: "m at http://localhost:1/v1", passages: 20, bytes: 1 },
    ];
    expect(planOf(embedders({ kept }), bge)).toMatchObject({ known: 30 });
    // Documents were removed since.
    expect(planOf(embedders({ kept }), folder)).toMatchObject({ known: 50 });
    expect(planOf(embedders({ kept }), server("http://localhost:1"))).toMatchObject({ title: "m", known: 20 });
    expect(planOf(embedders({ kept }), gte)).toMatchObject({ known: 0 });
  });

  it("calls off what is under way, or takes its place", () => {
    const all = embedders({ change: change(bge, "BGE") });
    expect(planOf(all, bundled)).toMatchObject({ title: "MiniLM", kind: "call_off" });
    expect(planOf(all, gte)).toMatchObject({ kind: "instead" });
  });

  it("tries once more what is chosen but cannot embed", () => {
    expect(planOf(embedders({ chosen: folder, problem: "It is gone." }), folder)).toMatchObject({ kind: "begin" });
  });
});

describe("a change", () => {
  it("is as far as it counts", () => {
    expect(changeShare(change(bge, "BGE"))).toBe(0);
    expect(changeShare(change(bge, "BGE", { done: 1, total: 4 }))).toBe(0.25);
    expect(changeShare(change(bge, "BGE", { done: 5, total: 4 }))).toBe(1);
    expect(changeShare(change(bge, "BGE", { stage: "ready" }))).toBe(1);
  });

  it("is news with its stages, not with every passage", () => {
    const before = change(bge, "BGE", { done: 1, total: 4 });
    expect(isNews(before, { ...before, done: 2 })).toBe(false);
    expect(isNews(before, { ...before, is_paused: true })).toBe(true);
    expect(isNews(before, { ...before, problem: "No network." })).toBe(true);
    expect(isNews(before, null)).toBe(true);
    expect(isNews(null, null)).toBe(false);
  });

  it("makes use of what is kept", () => {
    const kept = ["BGE", "GTE"].map((title) => ({ model: title, title, passages: 1, bytes: 1 }));
    expect(keptBesides(embedders({ kept })).length).toBe(2);
    expect(keptBesides(embedders({ kept, change: change(bge, "BGE") })).map((one) => one.title)).toEqual(["GTE"]);
  });
});

describe("pinned pages", () => {
  const compared = (now: number | null, then: number | null): PinComparison => {
    const document = { id: "d", title: "Rivers", path: "/rivers.pdf", pages_unread: 0 };
    return { pin: { id: 1, question: "Where?", document, page: 3, page_label: "4", rank: now, was_checked: true }, now, then };
  };

  it("are compared, those that change first", () => {
    const checks = [compared(2, 2), compared(1, 3), compared(null, 4), compared(null, null), compared(5, null)].map(asCheck);
    expect(comparisonOrder(checks).map(changeOf)).toEqual(["better", "worse", "worse", "same", "same"]);
    expect(summarise(checks)).toEqual({ better: 1, worse: 2, same: 2, first: 0 });
  });
});

describe("a server", () => {
  it("tells which computer texts are sent to", () => {
    expect(sentTo(server("http://localhost:1"))).toBeUndefined();
    expect(sentTo(server("http://10.0.0.3:8080/v1"))).toBe("10.0.0.3:8080");
    expect(sentTo(folder)).toBeUndefined();
  });

  it("tells whether others can read them on the way", () => {
    expect(isOpenlySent(server("http://10.0.0.3"))).toBe(true);
    expect(isOpenlySent(server("https://10.0.0.3"))).toBe(false);
    expect(isOpenlySent(server("http://localhost"))).toBe(false);
  });

  it("counts for what embeds and for what is changed to", () => {
    expect(recipients(embedders())).toEqual([]);
    expect(recipients(embedders({ chosen: server("https://a.com") }))).toEqual(["a.com"]);
    expect(recipients(embedders({ chosen: server("https://a.com"), problem: "It does not answer." }))).toEqual([]);
    const all = embedders({ chosen: server("https://a.com"), change: change(server("https://b.com"), "m") });
    expect(recipients(all)).toEqual(["a.com", "b.com"]);
    expect(recipients({ ...all, change: change(server("https://a.com", "other"), "other") })).toEqual(["a.com"]);
  });

  it("has models, those that are called embedding ones first", () => {
    expect(likelyFirst(["llama", "nomic-embed-text", "gemma", "Embedder"])).toEqual(["nomic-embed-text", "Embedder", "llama", "gemma"]);
  });
});
