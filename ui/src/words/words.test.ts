import { describe, expect, it } from "vitest";

import type { EmbedderChange } from "../host/messages/EmbedderChange";
import type { MentioningDocument } from "../host/messages/MentioningDocument";
import { words } from ".";

describe("ranks", () => {
  it("are told as ordinals", () => {
    const scores = { dense: 0.5, keyword: null, fused: 0.5, late: null };
    expect([1, 2, 3, 4, 11, 12, 13, 21, 102, 113].map((dense) => words.search.found({ dense, keyword: null }, scores)[0])).toEqual(
      ["1st", "2nd", "3rd", "4th", "11th", "12th", "13th", "21st", "102nd", "113th"].map((rank) => `meaning ${rank} (0.50)`),
    );
  });

  it("say how a passage was found", () => {
    const scores = { dense: 0.608, keyword: 12.43, fused: 0.93, late: 0.471 };
    expect(words.search.found({ dense: 3, keyword: 1 }, scores).join(" · ")).toBe("meaning 3rd (0.61) · words 1st (12.4) · fused 0.93 · word by word 0.47");
  });

  it("say what did not find it", () => {
    const scores = { dense: null, keyword: 4, fused: 0.5, late: null };
    expect(words.search.found({ dense: null, keyword: 8 }, scores).join(" · ")).toBe("meaning – · words 8th (4.0) · fused 0.50 · word by word –");
  });
});

describe("pinned pages", () => {
  it("are told with where they were", () => {
    expect(words.settings.rankChange(4, 1)).toBe("hit 4 → hit 1");
    expect(words.settings.rankChange(1, null)).toBe("hit 1 → not found");
  });

  it("are summed up without what did not happen", () => {
    expect(words.settings.summary({ better: 2, worse: 1, same: 5, first: 0 })).toBe("2 better, 1 worse, 5 as before");
    expect(words.settings.summary({ better: 0, worse: 0, same: 0, first: 3 })).toBe("3 looked at for the first time");
  });
});

describe("the pages of a document that mentions something", () => {
  const mentioning = (page_labels: string[], pages: number) =>
    ({ pages: Array.from({ length: pages }, (_, page) => page), page_labels }) as unknown as MentioningDocument;

  it("are listed as they are printed, and no more than are known", () => {
    expect(words.evidence.mentionPages(mentioning(["iv", "1", "9"], 3))).toBe("iv, 1, 9");
    expect(words.evidence.mentionPages(mentioning(["1", "2"], 20))).toBe("1, 2, …");
  });
});

describe("a change to another model", () => {
  const change = (more: Partial<EmbedderChange>): EmbedderChange => ({
    to: { kind: "bundled" }, title: "BGE small", stage: "opening", done: 0, total: 0, is_paused: false, problem: null, ...more,
  });
  const plan = { title: "BGE small", kind: "begin" as const, megabytes: 0, passages: 5310, known: 0 };

  it("says how far it has come", () => {
    expect(words.embedders.changeStage(change({ stage: "downloading", done: 34e6, total: 134e6 }))).toBe("Downloading 34 of 134 MB");
    expect(words.embedders.changeStage(change({ stage: "downloading" }))).toBe("Downloading the model");
    expect(words.embedders.changeStage(change({ stage: "embedding", done: 1203, total: 5310 }))).toBe("Understanding passage 1,204 of 5,310");
    expect(words.embedders.changeStage(change({ stage: "embedding", done: 5310, total: 5310 }))).toBe("Understanding passage 5,310 of 5,310");
    expect(words.embedders.changeStage(change({ is_paused: true }))).toBe("Paused");
    expect(words.embedders.changeStage(change({ stage: "embedding", done: 9, total: 20, is_paused: true }))).toBe("Paused at passage 10 of 20");
    expect(words.embedders.changeStage(change({ stage: "downloading", done: 34e6, total: 134e6, problem: "x" }))).toBe("Stopped at 34 of 134 MB");
  });

  it("is told aloud without its counts", () => {
    expect(words.embedders.changeNews(change({ stage: "embedding", done: 9, total: 20 }))).toBe("BGE small: Understanding the passages");
    expect(words.embedders.changeNews(change({ problem: "No network." }))).toBe("BGE small: No network.");
    expect(words.embedders.changeNews(change({ stage: "ready" }))).toBe("BGE small is ready to answer.");
  });

  it("says beforehand what it takes", () => {
    expect(words.embedders.planned({ ...plan, megabytes: 134 })).toBe("This downloads 134 MB, then turns 5,310 passages into numbers again. You can go on asking all the while.");
    expect(words.embedders.planned({ ...plan, known: 310 })).toBe("This turns 5,000 of 5,310 passages into numbers; the rest is kept from before. You can go on asking all the while.");
    expect(words.embedders.planned({ ...plan, known: 5310 })).toBe("It knows all passages from before, so this takes seconds.");
    expect(words.embedders.planned({ ...plan, passages: 0, megabytes: 68 })).toBe("This downloads 68 MB. There are no passages yet: it is used from the first document on.");
    expect(words.embedders.planned({ ...plan, kind: "instead" })).toMatch(/^The change that is under way ends;.* This turns 5,310 passages/);
    expect([words.embedders.beginLabel(plan), words.embedders.beginLabel({ ...plan, kind: "call_off" })]).toEqual(["Change to BGE small", "Stay with BGE small"]);
  });

  it("says what is known of a model", () => {
    const entry = {
      id: "m", title: "M", languages: "about 100 languages", megabytes: 489, dimensions: 384, licence: "MIT", suits: "", is_bundled: false, is_here: false,
    };
    expect(words.embedders.modelFacts(entry)).toBe("About 100 languages · 489 MB to download · MIT");
    expect(words.embedders.modelFacts({ ...entry, is_here: true })).toBe("About 100 languages · on this computer · MIT");
    expect(words.embedders.modelFacts({ ...entry, is_here: true, is_bundled: true })).toBe("About 100 languages · comes with Paperside · MIT");
  });

  it("sums up what it finds further up and down, with what did not happen", () => {
    expect(words.embedders.comparison({ better: 2, worse: 0, same: 1, first: 0 })).toBe("2 better, 0 worse, 1 the same");
  });

  it("says what leaves this computer", () => {
    expect(words.embedders.willSend("a.com", false)).toMatch(/leave this computer: they are sent to a\.com\.$/);
    expect(words.embedders.willSend("a.com", true)).toMatch(/sent to a\.com, unencrypted\.$/);
    expect(words.welcome.whereItStays([], undefined)).toMatch(/Nothing is sent anywhere\.$/);
    expect(words.welcome.whereItStays(["a.com"], undefined)).toMatch(/are sent to a\.com\.$/);
  });
});

describe("a language model", () => {
  const ledger = {
    room: 8192, is_known: true, rules: 200, history: 0, question: 40, passages: 3000, answer: 1536, passages_given: 9, passages_left_out: 0,
    read: null, was_cut: false,
  };

  it("is told apart by what is known of it", () => {
    expect(words.answerers.languageModelFacts({ name: "m", size: 5.2e9, context_tokens: 40960 })).toBe("5.2 GB · reads 40,960 tokens at once");
    expect(words.answerers.languageModelFacts({ name: "m", size: null, context_tokens: null })).toBeUndefined();
  });

  it("says how much it read", () => {
    expect(words.evidence.ledgerWords(ledger)).toBe("The model read about 3,240 of the 8,192 tokens that it can read at once. It was given 9 passages, all that were found.");
    expect(words.evidence.ledgerWords({ ...ledger, is_known: false, read: 2900, passages_given: 1, passages_left_out: 1 })).toBe(
      "The model read 2,900 tokens. Its server does not say how many it can read at once, so 8,192 were assumed. It was given 1 passage; 1 more was found but left out for want of room.",
    );
    expect(words.evidence.ledgerCut({ ...ledger, read: 2048, was_cut: true })).toBe(
      "The server read only 2,048 tokens of what it was given (about 3,240): a part of the passages was cut off. Give the model a larger context.",
    );
  });

  it("is told what is wrong with its sentences", () => {
    const sentence = { start: 0, end: 1, verdict: "unsupported" as const, numbers: [] };
    expect(words.evidence.sentenceNotes({ ...sentence, problems: [{ kind: "number_not_found", text: "1,285" }, { kind: "contradiction", said: "increased", stands: "decreased" }] })).toEqual([
      "The number “1,285” stands nowhere in what it cites.",
      "The passage says the opposite: the answer says “increased”, but there stands “decreased”.",
    ]);
    expect(words.evidence.sentenceNotes({ ...sentence, problems: [] })).toEqual(["No passage says so."]);
    expect([words.evidence.checkedSentences({ found: 4, of: 5 }), words.evidence.checkedSentences({ found: 1, of: 1 })]).toEqual(
      ["4 of 5 sentences found in your documents", "1 of 1 sentence found in your documents"],
    );
  });

  it("says what leaves this computer", () => {
    expect(words.answerers.willSendQuestions("a.com", true)).toMatch(/leave this computer: they are sent to a\.com, unencrypted\.$/);
    expect(words.welcome.whereItStays(["b.com"], words.answerers.sendsQuestions("a.com", false))).toMatch(/are sent to b\.com\. Your questions.* are sent to a\.com\.$/);
    expect(words.welcome.whereItStays([], words.answerers.sendsQuestions("a.com", false))).not.toMatch(/Nothing is sent/);
  });

  it("says where it is asked", () => {
    const served = { kind: "ollama" as const, url: "http://127.0.0.1:11434", model: "m", context_tokens: 4096 };
    expect(words.answerers.modelPlace(served)).toBe("Ollama · http://127.0.0.1:11434 · reads 4,096 tokens at once");
    expect(words.answerers.modelPlace({ file: "/models/m.gguf", context_tokens: null })).toBe("Run by Paperside · /models/m.gguf");
    expect(words.welcome.answersInItsWords("M", true)).toMatch(/^M answers in its own words\..* Nothing leaves this computer\.$/);
    expect(words.welcome.answersInItsWords("M", false)).toMatch(/the page that says so\.$/);
  });
});
