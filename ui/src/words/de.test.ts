// Everything the German catalogue says, as it stands and as its functions say it of samples.
import { describe, expect, it } from "vitest";

import * as de from "./de";
import * as en from "./en";

type Says = (...given: never[]) => unknown;

/** What cannot be called with a number alone. A function that takes an object or a list needs a line here. */
const samples: Record<string, unknown[][]> = samplesOf();

/** The same in both languages, because it is a name, a number or a sign. */
const same = new Set([
  "answerers.languageModelKinds.ollama",
  "answerers.languageModelKinds.anthropic",
  "evidence.mentionPages",
  "chat.versionOf",
  "common.amount",
  "common.timeOf",
  "library.kinds.pdf",
  "adding.watched",
  "programs.port",
  "reader.ofPages",
  "sealed.passphrase",
  "sealed.proposal",
  "settings.import",
  "settings.languages.hin",
  "settings.normalSize",
  "settings.version",
]);

describe("the German catalogue", () => {
  const texts = [...said(de, en)];

  it("says everything without what does not belong in a text", () => {
    expect(texts.length).toBeGreaterThan(250);
    for (const { name, german } of texts) {
      expect(german, name).not.toMatch(/^\s*$|^\s|\s$| {2}|undefined|NaN|\[object|["']|\.\.\./);
      expect(german, `${name} abbreviates with a blank that may break`).not.toMatch(/z\. ?B\./);
      expect(german.match(/“/g)?.length, `${name} has a mark for each end of a quotation`).toBe(german.match(/„/g)?.length);
    }
  });

  it("is polite", () => {
    expect(texts.filter(({ german }) => /\b(du|dich|dir|deine?[mnrs]?)\b/i.test(german))).toEqual([]);
  });

  it("has one word for one thing", () => {
    const others: [RegExp, string][] = [
      [/\bChats?\b/, "Gespräch"],
      [/beobacht/i, "überwachen"],
      [/Textstelle|Passage/, "Stelle"],
      [/Zitat|Quellenangabe/, "Beleg"],
      [/Kollektion/, "Sammlung"],
      [/[a-zäöüß] …$/, "…, without a blank before it"],
    ];
    for (const [other, word] of others) expect(texts.filter(({ german }) => other.test(german)).map(({ name }) => name), word).toEqual([]);
  });

  it("left nothing in English", () => {
    expect(texts.filter(({ name, german, english }) => german === english && !same.has(name)).map(({ name }) => name)).toEqual([]);
    expect(texts.filter(({ german }) => /\b(the|and|of|is|are|your|this|with|not|page|pages|to)\b/i.test(german)).map(({ name }) => name)).toEqual([]);
  });

  it("has the same texts as the English one", () => {
    expect(keysOf(de)).toEqual(keysOf(en));
  });

  it("bends its words", () => {
    const searched = { documents: 3, of: 5, passages: 9, pages_unread: 0 };
    expect(de.evidence.completeness(searched)).toBe("3 von 5 Dokumenten durchsucht; 2 werden noch importiert.");
    expect(de.evidence.completeness({ ...searched, documents: 0, of: 1 })).toBe("0 von 1 Dokument durchsucht; 1 wird noch importiert.");
    expect([de.evidence.checkedSentences({ found: 4, of: 5 }), de.evidence.checkedSentences({ found: 1, of: 1 })]).toEqual([
      "4 von 5 Sätzen in Ihren Dokumenten gefunden",
      "1 von 1 Satz in Ihren Dokumenten gefunden",
    ]);
    expect([de.imports.importing(1), de.imports.importing(1200)]).toEqual(["1 Datei wird importiert", "1.200 Dateien werden importiert"]);
    expect([de.evidence.changedSince(1), de.evidence.changedSince(2)]).toEqual([
      "1 zitierte Stelle hat sich seitdem geändert",
      "2 zitierte Stellen haben sich seitdem geändert",
    ]);
  });

  it("writes numbers and days as is usual", () => {
    expect([de.common.size(12), de.common.size(5.2e6), de.common.size(1.25e12)]).toEqual(["12 Byte", "5,2 MB", "1.250 GB"]);
    expect(de.common.date(Date.UTC(2024, 2, 5, 12))).toBe("05.03.2024");
    expect(de.chats.dayName({ kind: "month", year: 2023, month: 2 } as never, Date.UTC(2024, 5, 1))).toBe("März 2023");
  });

  it("says beforehand what a change takes", () => {
    const plan = { title: "BGE", kind: "begin" as const, megabytes: 134, passages: 5310, known: 0 };
    expect(de.embedders.planned(plan)).toBe("Das lädt 134 MB herunter und verwandelt 5.310 Stellen erneut in Zahlen. Sie können währenddessen weiter fragen.");
    expect(de.embedders.planned({ ...plan, megabytes: 0, known: 310 })).toMatch(/^Das verwandelt 5\.000 von 5\.310 Stellen in Zahlen; der Rest/);
  });

  it("names the button it sends to", () => {
    expect(de.settings.pinsEmpty).toContain(`„${de.search.why}“`);
    expect(en.settings.pinsEmpty).toContain(`“${en.search.why}”`);
  });
});

/** Every text of a catalogue beside that of the other, by its name. */
function* said(german: object, english: object, within = ""): Generator<{ name: string; german: string; english: string }> {
  for (const [key, value] of Object.entries(german)) {
    const other = (english as Record<string, unknown>)[key];
    const name = within === "" ? key : `${within}.${key}`;
    if (key === "value") continue;
    if (typeof value === "string") yield { name, german: value, english: String(other) };
    else if (typeof value === "function") yield* called(name, value as Says, other as Says);
    else yield* said(value as object, other as object, name);
  }
}

function* called(name: string, german: Says, english: Says) {
  const given = samples[name] ?? [1, 2].map((number) => Array.from({ length: german.length }, () => number));
  for (const values of given) {
    const [inGerman, inEnglish] = [german, english].map((says) => [answered(name, says, values) ?? []].flat());
    for (const [place, text] of (inGerman ?? []).entries()) yield { name, german: String(text), english: String(inEnglish?.[place]) };
  }
}

function answered(name: string, says: Says, values: unknown[]): unknown {
  try {
    return says(...(values as never[]));
  } catch (error) {
    throw new Error(`${name} cannot be called with ${JSON.stringify(values)}: give it samples below`, { cause: error });
  }
}

function keysOf(catalogue: object): string[] {
  return Object.entries(catalogue).flatMap(([key, value]) =>
    typeof value === "object" ? [key, ...keysOf(value as object).map((inner) => `${key}.${inner}`)] : [key],
  ).sort();
}

function samplesOf() {
  const document = { id: "d", title: "Vertrag", pages_unread: 2 };
  const citation = { number: 3, document, page_label: "iv", quote: "Es  gilt.", verdict: "quoted" };
  const answer = { refused: false, citations: [citation], searched: { pages_unread: 4 } };
  const change = { to: { kind: "bundled" }, title: "BGE", stage: "downloading", done: 34e6, total: 134e6, is_paused: false, problem: null };
  const changes = [
    change,
    { ...change, total: 0 },
    { ...change, is_paused: true },
    { ...change, problem: "the index is closed" },
    ...["opening", "embedding", "indexing", "ready"].map((stage) => ({ ...change, stage, done: 3, total: 9 })),
  ];
  const plan = { title: "BGE", kind: "begin", megabytes: 34, passages: 9, known: 3 };
  const plans = [plan, { ...plan, known: 9 }, { ...plan, known: 0, kind: "instead" }, { ...plan, kind: "call_off" }, { ...plan, passages: 0, known: 0 }];
  const catalogued = { id: "m", title: "M", languages: "about 100 languages", megabytes: 48, dimensions: 8, licence: "MIT", suits: "", is_bundled: false, is_here: false };
  const file = { id: "m", title: "M", languages: "English", megabytes: 980, licence: "Apache-2.0", suits: "", file: null, received: 0 };
  const ledger = { room: 8192, is_known: true, rules: 200, history: 0, question: 40, passages: 3000, answer: 1536, passages_given: 9, passages_left_out: 0, read: null, was_cut: false };
  const progress = ["queued", "paused", "reading", "embedding", "indexing"].flatMap((stage) => [0, 7].map((total) => [{ stage, done: 2, total }]));
  const connection = { purpose: "ask a language model", is_here: true, end: "answered", reason: null, sent: 1, received: 2e6 };
  const problems = [
    { kind: "unknown_source", number: 7 },
    { kind: "wrong_source", is_elsewhere: true },
    { kind: "wrong_source", is_elsewhere: false },
    { kind: "number_not_found", text: "1.285" },
    { kind: "name_not_found", text: "Lu Yu" },
    { kind: "contradiction", said: "stieg", stands: "sank" },
    { kind: "no_evidence" },
  ];
  const batch = { began: 0, ended: 1, read: new Set(["a"]), pages: 3, known: new Set(["b"]), knownFiles: 2, failed: new Set([1]) };
  const preview = { files: 24, folders: 2, known: 3, unreadable: ["a.raw", "b.zst"], unreadable_files: 5, is_more: false, sealed_files: 0, sealed: null };
  const summary = { better: 2, worse: 1, same: 3, first: 4 };
  const server6334 = { kind: "server", url: "http://a.de:6334" };
  const indexed = { place: { kind: "embedded" }, is_in_step: true, problem: null, filled: 0, passages: 9, moving: null };
  const indexMoves = ["opening", "filling", "checking"].flatMap((stage) => [0, 9].map((total) => ({ to: server6334, stage, done: 2, total, problem: null })));
  const sealedFile = { file: "/a.paperside", bytes: 3e6, is_backup: true, made_at: 1e12, documents: 3, pages: 9, chats: 2, pins: 2 };
  const sealings = ["export", "import", "backup", "restore"];
  const sealing = { file: "/a.paperside", bytes: 3e6, documents: 3, chats: 2, added: 3, unchanged: 2, chats_added: 1, joined: [], to_embed: 0, folders: [], not_restored: [] };
  const server = { kind: "ollama", url: "http://127.0.0.1", model: "m", context_tokens: 4096 };
  return {
    "answerers.languageModelFacts": [[{ name: "m", size: 5.2e9, context_tokens: 4096 }], [{ name: "m", size: null, context_tokens: null }]],
    "answerers.sendsQuestions": [["a.de", true], ["a.de", false]],
    "answerers.willSendQuestions": [["a.de", true], ["a.de", false]],
    "answerers.modelPlace": [[server], [{ file: "/m.gguf", context_tokens: null }]],
    "answerers.modelFileFacts": [[file]],
    "answerers.downloaded": [0, 2e8, 98e7].map((received) => [file, { received }]),
    "answerers.willDownload": [[file]],
    "evidence.unseen": [[answer], [{ ...answer, refused: true }]],
    "evidence.completeness": [[{ documents: 1, of: 3 }], [{ documents: 3, of: 3 }]],
    "search.onlyWords": [["no embedding server answers at http://a.de: start it, check the address, or choose the built-in model"]],
    "search.correction": [[{ typed: "Vetrag", meant: "Vertrag" }]],
    "search.found": [[{ dense: 3, keyword: null }, { dense: 0.6, keyword: null, fused: 0.9, late: 0.4 }]],
    "search.reason": [[{ why: "below_the_last" }], [{ why: "says_the_same", hit: 2 }], [{ why: "joined", hit: 2 }]],
    "evidence.mentionPages": [[{ pages: [1, 2, 3], page_labels: ["1", "2"] }]],
    "welcome.whereItStays": [[[], undefined], [["a.de", "b.de"], "Fragen auch."]],
    "welcome.answersInItsWords": [["M", true], ["M", false]],
    "evidence.citationLabel": [[citation]],
    "evidence.citationTitle": ["quoted", "supported", "unsupported"].map((verdict) => [{ ...citation, verdict }]),
    "evidence.citedLine": [[citation]],
    "evidence.checkedSentences": [[{ found: 2, of: 3 }]],
    "evidence.sentenceNotes": [[{ problems }], [{ problems: [] }]],
    "evidence.ledgerPart": ["rules", "history", "passages", "question", "answer"].map((part) => [part]),
    "evidence.ledgerWords": [ledger, { ...ledger, is_known: false, passages_left_out: 2 }, { ...ledger, passages_given: 1 }].map((given) => [given]),
    "evidence.ledgerCut": [[ledger], [{ ...ledger, read: 2048 }]],
    "scope.onlyIn": [
      { collections: [], documents: [] },
      { collections: ["Haus"], documents: [] },
      { collections: ["Haus", "Hof"], documents: [] },
      { collections: [], documents: [document] },
      { collections: [], documents: [{ id: "e", title: "" }] },
      { collections: [], documents: [document, document] },
    ].map((within) => [within]),
    "chat.versionOf": [[{ number: 2, of: 3 }]],
    "chat.versionLabel": [[{ number: 2, of: 3 }]],
    "evidence.withChange": [["Beleg", true]],
    "evidence.gone": [[{ document: null }], [{ document: {} }]],
    "search.summary": [[3, 12, 0], [1, 1200, 1], [0, 3, 2]],
    "chat.code": [[""], ["rust"]],
    "chats.dayName": [{ kind: "today" }, { kind: "yesterday" }, { kind: "week" }, { kind: "month", year: 2023, month: 2 }].map((day) => [day, 0]),
    "embedders.comparison": [[summary]],
    "embedders.modelFacts": [[catalogued], [{ ...catalogued, is_here: true }], [{ ...catalogued, is_bundled: true }]],
    "embedders.changeStage": changes.map((change) => [change]),
    "embedders.changeNews": changes.map((change) => [change]),
    "embedders.beginLabel": plans.map((plan) => [plan]),
    "embedders.planned": plans.map((plan) => [plan]),
    "embedders.keptSize": [[{ passages: 3, bytes: 3e6 }]],
    "embedders.sends": [[["a.de", "b.de"]]],
    "embedders.willSend": [["a.de", true], ["a.de", false]],
    "engine.told": [["the question is empty"]],
    "imports.batch": [[batch], [{ ...batch, knownFiles: 0, failed: new Set() }]],
    "indexPlace.place": [[{ kind: "embedded" }], [server6334]],
    "indexPlace.holds": [[indexed], [{ ...indexed, passages: 1 }], [{ ...indexed, is_in_step: false, filled: 3 }]],
    "indexPlace.moving": [[{ kind: "embedded" }], [server6334]],
    "indexPlace.moveStage": indexMoves.map((move) => [move]),
    "indexPlace.news": [
      ...indexMoves.map((move) => [indexed, { ...indexed, moving: move }]),
      [indexed, { ...indexed, moving: { ...indexMoves[0], problem: "the question is empty" } }],
      [indexed, { ...indexed, problem: "the question is empty" }],
      [{ ...indexed, moving: indexMoves[0] }, { ...indexed, place: server6334 }],
      [{ ...indexed, moving: indexMoves[0] }, indexed],
      [{ ...indexed, problem: "the question is empty" }, indexed],
    ],
    "indexPlace.willSend": [["a.de", true], ["a.de", false]],
    "indexPlace.cleared": [[0], [1], [2]],
    "indexPlace.quantization": [["none"], ["scalar"], ["binary"]],
    "library.direction": ["added", "title", "size", "pages"].flatMap((order) => [true, false].map((isDescending) => [order, isDescending])),
    "adding.dropTo": [["", null], ["3 Dateien", null], ["", "Haus"], ["3 Dateien", "Haus"]],
    "adding.dropped": [[preview], [{ ...preview, folders: 1, is_more: true }], [{ ...preview, folders: 0 }]],
    "adding.droppedKnown": [[1, 3], [2, 3], [1, 1], [3, 3]],
    "adding.droppedUnreadable": [[preview], [{ ...preview, unreadable_files: 2 }], [{ ...preview, unreadable_files: 3 }]],
    "library.found": [[1, true], [2, false]],
    "imports.speed": [[{ of: "pages", perSecond: 3.14 }], [{ of: "passages", perSecond: 1234.5 }]],
    "imports.stage": progress,
    "imports.queue": ["none", "each", "whole"].map((paused) => [2, paused]),
    "adding.watched": [[{ files: 1, collection: null }], [{ files: 3, collection: "Haus" }]],
    "imports.timeLeft": [20, 60, 170, 1400, 3500, 9000, 100_000].map((seconds) => [seconds]),
    "library.unread": [[2, 5], [1, 1], [3, 3]],
    "reader.emptyPage": [[], ["zu tief verschachtelt."]],
    "reader.placeOf": [[2, 30], [2, 1000, true]],
    "reader.verdict": [["quoted"], ["supported"], ["unsupported"]],
    "settings.rank": [[null], [4]],
    "settings.rankChange": [[1, null]],
    "settings.summary": [[summary]],
    "settings.purpose": [[connection]],
    "settings.connectionEnd": ["underway", "answered", "refused", "stopped", "failed"].map((end) => [{ ...connection, end }]),
    "settings.exchanged": [[connection]],
    "settings.room": [[3e6, null], [3e6, 2e9]],
    "settings.sectionsFound": [[0], [1], [2]],
    "sealed.holds": [[sealedFile], [{ ...sealedFile, pages: 0, chats: 0, pins: 1 }]],
    "sealed.made": [[sealedFile], [{ ...sealedFile, made_at: null }]],
    "sealed.doing": sealings.map((work) => [work]),
    "sealed.stage": ["gathering", "writing", "checking", "taking"].flatMap((stage) => [0, 9e6].map((total) => [{ stage, done: 3, total }])),
    "sealed.done": sealings.flatMap((work) => [sealing, { ...sealing, chats: 0, unchanged: 0, chats_added: 0 }].map((summary) => [{ ...summary, work }])),
    "sealed.notes": [[{ ...sealing, joined: ["Haus"], to_embed: 3, folders: ["/a"], not_restored: ["backup-folder"] }]],
    "sealed.cancelled": sealings.map((work) => [work]),
    "sealed.proposal": [["Haus", 1e12], [null, 1e12]],
    "sealed.every": [["1h"], ["6h"], ["1d"], ["2d"], ["7d"]],
    "sealed.keeps": [["1"], ["7"]],
    "sealed.lastBackup": [[1e12, "/a"]],
    "sealed.dropOne": [[null], ["a.paperside"]],
    "sealed.following": [[1], [2]],
    "sealed.dropSealed": [
      [{ ...preview, files: 0, sealed_files: 1, sealed: sealedFile }],
      [{ ...preview, files: 0, sealed_files: 2 }],
      [{ ...preview, sealed_files: 1 }],
      [{ ...preview, sealed_files: 2 }],
    ],
    "shell.found": [[0], [1], [2]],
    "shell.keyName": [["Mod"], ["Shift"], ["Enter"]],
    "shell.keysNow": [["Suchen", ""]],
  };
}
