import { describe, expect, it } from "vitest";

import type { SealingProgress } from "../host/messages/SealingProgress";
import { amounts, differs, intervalOf, intervals, isReady, isSealed, passphraseOf, sealedOf, shareOf, unlocked, valueOf } from "./sealing";

describe("a sealed file", () => {
  it("is told by its name, on any system", () => {
    expect(["/home/anna/Work.paperside", "C:\\anna\\Work.PAPERSIDE", "a.paperside"].map(isSealed)).toEqual([true, true, true]);
    expect(["/home/anna/paperside", "/home/anna/.paperside", "/anna.paperside/a.pdf", "Work.paperside.zip"].map(isSealed)).toEqual([false, false, false, false]);
  });
});

describe("what is to be written", () => {
  it("is a value of a choice and back, whatever a collection is called", () => {
    for (const what of [{ kind: "everything" }, { kind: "backup" }, ...["Work", "backup", "everything", "collection:a", ""].map((name) => ({ kind: "collection", name }))] as const) {
      expect(sealedOf(valueOf(what as never))).toEqual(what);
    }
  });
});

describe("the lock of a file", () => {
  const lock = (first: string, second: string) => ({ isWanted: true, first, second });

  it("is ready when both are the same", () => {
    expect([isReady(unlocked()), isReady(lock("", "")), isReady(lock("sesame", "")), isReady(lock("sesame", "sesame"))]).toEqual([true, false, false, true]);
    expect([passphraseOf(unlocked()), passphraseOf({ ...lock("sesame", "sesame"), isWanted: false }), passphraseOf(lock("sesame", "sesame"))]).toEqual([null, null, "sesame"]);
  });

  it("does not complain of what is still being typed", () => {
    expect([lock("sesame", ""), lock("sesame", "ses"), lock("sesame", "sesame"), lock("sesame", "sex"), lock("", "s"), unlocked()].map(differs)).toEqual([false, false, false, true, true, false]);
  });
});

describe("how far a file is", () => {
  const progress = (stage: SealingProgress["stage"], done: number, total: number): SealingProgress => ({ work: "export", file: "", stage, done, total });

  it("never goes back from one stage to the next", () => {
    for (const stages of [["gathering", "writing"], ["checking", "taking"]] as const) {
      const shares = stages.flatMap((stage) => [0, 5, 10].map((done) => shareOf(progress(stage, done, 10))));
      expect(shares).toEqual([...shares].sort((one, other) => one - other));
      expect([shares[0], shares.at(-1)]).toEqual([0, 1]);
    }
    expect(shareOf(progress("writing", 0, 0))).toBe(0.1);
    expect(shareOf(progress("checking", 12, 10))).toBe(0.3);
  });
});

describe("how often backups are made", () => {
  it("is understood as the settings have it", () => {
    expect(["6h", "2 d", "1w", "", "d"].map(intervalOf)).toEqual([{ number: 6, unit: "hours" }, { number: 2, unit: "days" }, undefined, undefined, undefined]);
  });

  it("can also be what was chosen elsewhere", () => {
    expect(intervals("1d")).toEqual(["1h", "6h", "12h", "1d", "2d", "7d", "30d"]);
    expect(intervals("36h")).toEqual(["1h", "6h", "12h", "1d", "36h", "2d", "7d", "30d"]);
    expect([amounts("7"), amounts("20")]).toEqual([["1", "3", "7", "14", "30", "100"], ["1", "3", "7", "14", "20", "30", "100"]]);
  });
});
