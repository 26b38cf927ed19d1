// What the engine says is taken out of its sources, so that nothing new in it stays English by oversight.
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

import { engine } from "./de/engine";
import { errors } from "./de/engine-errors";
import { parts, reasons } from "./de/engine-reasons";

const root = fileURLToPath(new URL("../../../src-tauri/", import.meta.url));

/** Sources without their tests, comments and attributes other than those of errors. */
function sources(folder: string): { file: string; text: string }[] {
  const files = readdirSync(root + folder, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".rs") && !/test|fuzz/.test(file));
  return files.map((file) => ({
    file: `${folder}/${file}`,
    text: readFileSync(`${root}${folder}/${file}`, "utf8")
      .split("#[cfg(test)]\nmod tests")[0]!
      .replace(/^\s*\/\/.*$/gm, "")
      .replace(/#!?\[(allow|expect|must_use)[^\]]*\]/g, ""),
  }));
}

const unescaped = (text: string) => text.replace(/\\\n\s*/g, "").replaceAll('\\"', '"');

/** What is put into a text by a computation, by a word in it; most may be nothing at all. */
const computed: [RegExp, string][] = [
  [/choice/, "check the name of the model in the settings"],
  [/advice\(kind\)/, " (unpack it and add what is inside)"],
  [/display/, "/home/anna/model"],
  [/without_sql/, "database is locked"],
  [/quoted|if said/, " (it says: wait)"],
  [/said\(/, " (“who are you?”)"],
  [/advice\(\*/, "; check the key"],
  [/holder/, " (process 7)"],
];

function sampleOf(template: string, rest = ""): string {
  const values = computed.filter(([word]) => word.test(rest)).map(([, value]) => value);
  return template
    .replace(/\{(path|file)\}/g, "/home/anna/model")
    .replace(/\{(status|pages?|[A-Z]+)\}/g, "429")
    .replace(/\{kind\}/g, "ZIP archive")
    .replace(/\{expected\}/g, "on or off")
    .replace(/\{source\}/g, "Permission denied (os error 13)")
    .replace(/\{0\}/g, "disk I/O error")
    .replace(/\{\}/g, () => values.shift() ?? "12")
    .replace(/\{\w+(:\?)?\}/g, "7");
}

/** The texts of all errors, with something in their holes. */
const told = sources("engine/src").flatMap(({ file, text }) =>
  [...text.matchAll(/#\[error\(\s*"((?:[^"\\]|\\[^])*)"([^]*?)\)\]/g)].map((found) => ({ file, english: sampleOf(unescaped(found[1]!), found[2]) })),
).filter(({ english }) => /[a-z]{3} [a-z]/.test(english.replace("/home/anna/model", "").replace("disk I/O error", "").replace("Permission denied (os error 13)", "")));

/** Told to those who look at the sources or into a log, or only ever part of something else. */
const untold = new Set([
  "a frame is too long",
  "a graph stays as it is",
  "the library's folder can be written",
  "an e-mail",
  "one without a name",
  "a header",
  "a part of it",
  "the key",
  "the language model server",
  "this is no HTTP",
]);
/** Rooms whose texts are not for people, or are lists of words. */
const silent = /kernels|keywords|likeness|complaint|doctor|agreement|chats\/export|loopback|made\.rs|checksum|stop_words|quiet|conformance|library\/report/;

/** The reasons that stand in the sources as they are told. */
const because = ["read", "net", "answer/language", "embed", "library", "index", "confined", "sealed"]
  .flatMap((room) => sources(`engine/src/${room}`))
  .concat(sources("local-model/src"))
  .filter(({ file }) => !silent.test(file))
  .flatMap(({ file, text }) => {
    const lines = text.replace(/#\[error\([^]*?\)\]/g, "").replace(/^.*(\.expect\(|tracing::|panic!|assert|unreachable!).*(\n\s+".*)?$/gm, "");
    const found = lines.matchAll(/"((?:[Ii]t|[Ii]ts|[Tt]here|nothing|no|an?|one|the|reading|this|models|message|about|English|For|Cancelled|Paused|Interrupted|The|Tesseract|Paperside)\b[ ;](?:[^"\\]|\\[^])*)"/g);
    return [...found].map((literal) => ({ file, english: sampleOf(unescaped(literal[1]!)) }));
  })
  // A model is measured with two made-up documents.
  .filter(({ english }) => !untold.has(english) && !/^The (invoice|committee)/.test(english));

describe("what the engine tells", () => {
  it("is found in its sources", () => {
    expect(told.length).toBeGreaterThan(60);
    expect(because.length).toBeGreaterThan(90);
  });

  it("has German for every error", () => {
    expect(told.filter(({ english }) => engine.told(english) === english)).toEqual([]);
  });

  it("has German for every reason", () => {
    expect(because.filter(({ english }) => engine.told(english) === english)).toEqual([]);
  });

  it("keeps what stands in its holes", () => {
    const holesOf = (text: string) => [...text.matchAll(/\{[#/]?(\w+)\}/g)].map((hole) => hole[1]).sort();
    for (const [from, to] of [...errors, ...reasons, ...parts]) expect(holesOf(to), from).toEqual(holesOf(from));
  });

  it("is told as German is written", () => {
    for (const [from, to] of [...errors, ...reasons, ...parts]) {
      expect(to.replace(/\{[^}]*\}/g, "7"), from).not.toMatch(/["'`]| {2}|\b(the|and|is|of|it)\b/);
      expect(to.match(/“/g)?.length, from).toBe(to.match(/„/g)?.length);
    }
    for (const [from, to] of errors) expect(to, from).toMatch(/^([A-ZÄÖÜ„]|\{).*\.$/s);
  });

  it("is told in whole sentences, with what is in them", () => {
    expect(engine.told("ZIP archive files cannot be read (unpack it and add what is inside); PDF, Word, PowerPoint, Excel, OpenDocument, EPUB, RTF, HTML, e-mail, CSV, Markdown and plain text can.")).toBe(
      "Dateien der Art „ZIP-Archiv“ lassen sich nicht lesen (entpacken Sie sie und fügen Sie hinzu, was darin ist); lesbar sind PDF, Word, PowerPoint, Excel, OpenDocument, EPUB, RTF, HTML, E-Mail, CSV, Markdown und reiner Text.",
    );
    expect(engine.told("Sealed Paperside files cannot be read as documents (import it with `paperside import`, or drop it on the window); PDF, Word, PowerPoint, Excel, OpenDocument, EPUB, RTF, HTML, e-mail, CSV, Markdown and plain text can.")).toBe(
      "Dateien der Art „Versiegelte Paperside-Datei“ lassen sich nicht lesen (importieren Sie sie mit „paperside import“ oder ziehen Sie sie auf das Fenster); lesbar sind PDF, Word, PowerPoint, Excel, OpenDocument, EPUB, RTF, HTML, E-Mail, CSV, Markdown und reiner Text.",
    );
    expect(engine.told("The file is damaged: it has no pages.")).toBe("Die Datei ist beschädigt – darin sind keine Seiten.");
    expect(engine.told("https://example.org/v1 answered 401 (“who are you?”); check the key")).toBe(
      "https://example.org/v1 antwortete mit 401 („who are you?“); prüfen Sie den Schlüssel.",
    );
    expect(engine.told("https://example.org/v1 answered 418")).toBe("https://example.org/v1 antwortete mit 418.");
    expect(engine.told("/home/anna/a.pdf: No such file or directory (os error 2)")).toBe("/home/anna/a.pdf: Datei oder Ordner nicht gefunden.");
    expect(engine.told("Ollama at http://127.0.0.1:11434 has no model “qwen”: choose one that it has (a, b)")).toBe(
      "Ollama unter http://127.0.0.1:11434 hat kein Modell „qwen“: Wählen Sie eines, das es dort gibt (a, b).",
    );
  });

  it("ends a sentence once", () => {
    expect(engine.told("the search index failed: the index could not be written; is the disk full?")).toMatch(/ist der Datenträger voll\?$/);
    expect(engine.told("The file is empty.")).toBe("Die Datei ist leer.");
    expect(engine.told("It could not be put in the queue: /a/b: the disk is full; make room and try again. What is here is kept.")).toMatch(/erhalten\.$/);
  });

  it("tells what could not be read of a document", () => {
    expect(
      engine.told(
        "3 of 40 pages (17–18, 31) are images without text; install Tesseract (tesseract-ocr) and add the file again to make them searchable. 1 of 40 pages (21) could not be read: it is nested too deeply.",
      ),
    ).toBe(
      "Bilder ohne Text: 3 von 40 Seiten (17–18, 31); installieren Sie Tesseract (tesseract-ocr) und fügen Sie die Datei erneut hinzu, damit sie sich finden lassen. Nicht gelesen: 1 von 40 Seiten (21) – zu tief verschachtelt.",
    );
  });

  it("tells where something is mentioned", () => {
    expect(engine.told("1 of 5 documents mentions “kettle”.")).toBe("„kettle“ kommt in 1 von 5 Dokumenten vor.");
    expect(engine.told("60 of 99 documents mention “kettle”. 1 document still being imported. 1 page could not be read and may mention it too. The first 50 are:")).toBe(
      "„kettle“ kommt in 60 von 99 Dokumenten vor. Der Import von 1 Dokument läuft noch. Nicht gelesen, und vielleicht auch dort: 1 Seite. Die ersten 50:",
    );
  });

  it("leaves alone what it does not know, and what was told already", () => {
    for (const text of ["Something else entirely.", "the disk is on fire", "", engine.told("the question is empty")]) expect(engine.told(text)).toBe(text);
  });
});
