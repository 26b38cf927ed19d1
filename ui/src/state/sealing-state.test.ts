import { beforeEach, describe, expect, it, vi } from "vitest";

import type { SealedSummary } from "../host/messages/SealedSummary";
import type { SealingProgress } from "../host/messages/SealingProgress";

const summary = (work: SealedSummary["work"]): SealedSummary => ({
  work, file: "/home/anna/Work.paperside", bytes: 3e6, documents: 3, passages: 9, chats: 1, pins: 0, collections: ["Work"], added: 2, unchanged: 1,
  chats_added: 1, joined: [], to_embed: 0, left_behind: [], folders: [], not_restored: [], seconds: 1,
});
const backups = { last: null, problem: null, can_restore: false };
type Listener = (progress: SealingProgress) => void;
const host = {
  exportSealed: vi.fn<(request: object, run: number, listener: Listener) => Promise<SealedSummary | null>>(),
  backUpToFile: vi.fn(async () => summary("backup")),
  backUp: vi.fn(async () => summary("backup")),
  importSealed: vi.fn<(request: object, run: number, listener: Listener) => Promise<SealedSummary>>(),
  restoreSealed: vi.fn(async () => summary("restore")),
  cancelSealing: vi.fn(async () => {}),
  backupState: vi.fn(async () => backups),
  listChats: vi.fn(async () => []),
  listPins: vi.fn(async () => []),
  listSettings: vi.fn(async () => []),
  notify: vi.fn(async () => {}),
};
vi.mock("../host", () => ({ host, messageOf: (error: Error) => error.message, codeOf: (error: { code?: string }) => error.code }));
const { isLocked, sealing } = await import("./sealing.svelte");

const later = <T>() => {
  let [resolve, reject] = [(_: T) => {}, (_: Error) => {}];
  const promise = new Promise<T>((...both) => ([resolve, reject] = both));
  return { promise, resolve, reject };
};
const progress: SealingProgress = { work: "export", file: "/home/anna/Work.paperside", stage: "writing", done: 1, total: 2 };

beforeEach(() => {
  vi.clearAllMocks();
  sealing.dismiss();
  sealing.news = "";
});

describe("a file that is written", () => {
  it("is of what was chosen, locked if that was wanted", async () => {
    host.exportSealed.mockResolvedValue(summary("export"));
    await sealing.write({ kind: "collection", name: "Work" }, "Work 2026-01-31", "sesame");
    expect(host.exportSealed.mock.lastCall?.[0]).toEqual({ file: "Work 2026-01-31", collection: "Work", passphrase: "sesame" });
    await sealing.write({ kind: "everything" }, "Library", null);
    expect(host.exportSealed.mock.lastCall?.[0]).toEqual({ file: "Library", collection: null });
    await sealing.write({ kind: "backup" }, "Backup", null);
    expect(host.backUpToFile).toHaveBeenCalledTimes(1);
    expect(sealing.end).toEqual({ work: "backup", summary: summary("backup") });
  });

  it("tells how far it is until it ends, and is the only one meanwhile", async () => {
    const { promise, resolve } = later<SealedSummary>();
    host.exportSealed.mockReturnValue(promise);
    const written = sealing.write({ kind: "everything" }, "Library", null);
    expect([sealing.run?.work, sealing.run?.progress]).toEqual(["export", undefined]);
    host.exportSealed.mock.lastCall?.[2](progress);
    expect(sealing.run?.progress).toEqual(progress);
    await sealing.backUp();
    expect(host.backUp).not.toHaveBeenCalled();
    resolve(summary("export"));
    await written;
    expect([sealing.run, sealing.news]).toEqual([undefined, "Work.paperside is written: 3 documents, 1 chat, 3.0 MB."]);
    host.exportSealed.mock.lastCall?.[2](progress);
    expect(sealing.run).toBeUndefined();
  });

  it("is none, and no error, if no place was chosen for it", async () => {
    host.exportSealed.mockResolvedValue(null);
    await sealing.write({ kind: "everything" }, "Library", null);
    expect([sealing.run, sealing.end, host.notify.mock.calls.length]).toEqual([undefined, undefined, 0]);
  });

  it("says why it cannot be, until the next one begins", async () => {
    host.exportSealed.mockRejectedValueOnce(new Error("The disk is full.")).mockResolvedValueOnce(null);
    await sealing.write({ kind: "everything" }, "Library", null);
    expect(sealing.end).toEqual({ work: "export", problem: "The disk is full." });
    await sealing.write({ kind: "everything" }, "Library", null);
    expect(sealing.end).toBeUndefined();
  });
});

describe("a file that is taken in", () => {
  it("brings chats, pins and settings that nothing else tells of", async () => {
    host.importSealed.mockResolvedValue(summary("import"));
    await sealing.import("/a.paperside", "House", null);
    expect(host.importSealed.mock.lastCall?.[0]).toEqual({ file: "/a.paperside", collection: "House" });
    expect([host.listChats, host.listPins, host.listSettings].map((asked) => asked.mock.calls.length)).toEqual([1, 1, 1]);
    expect(sealing.news).toBe("Work.paperside is imported: 2 documents added, 1 already here, 1 chat added.");
  });

  it("did not fail if the person ended it", async () => {
    const { promise, reject } = later<SealedSummary>();
    host.importSealed.mockReturnValue(promise);
    const taken = sealing.import("/a.paperside", null, "sesame");
    const run = sealing.run?.number;
    await sealing.cancel();
    expect([host.cancelSealing.mock.calls, sealing.run?.isEnding]).toEqual([[[run]], true]);
    reject(new Error("cancelled"));
    await taken;
    expect([sealing.end, sealing.run]).toEqual([{ work: "import", isCancelled: true }, undefined]);
  });

  it("is offered once, one after the other", () => {
    const [one, other] = ["/a.paperside", "/b.paperside"].map((file) => ({ file, collection: null }));
    for (const offer of [one!, other!, one!]) sealing.offer(offer);
    expect(sealing.offers).toEqual([one, other]);
    sealing.withdraw();
    expect(sealing.offers).toEqual([other]);
    sealing.withdraw();
  });

  it("is known to be locked", () => {
    expect([isLocked({ code: "needs_password" }), isLocked({ code: "sealed" })]).toEqual([true, false]);
  });
});

describe("backups", () => {
  it("are looked at again when one was made or failed, whoever wanted it", async () => {
    sealing.take({ type: "sealed", ...summary("backup") });
    sealing.take({ type: "sealing_failed", work: "backup", file: "/backups", problem: { code: "file", message: "It is away." } });
    sealing.take({ type: "removed", id: "d" });
    await vi.waitFor(() => expect(sealing.backups).toEqual(backups));
    expect(host.backupState).toHaveBeenCalledTimes(2);
  });

  it("are not known if the engine does not say", async () => {
    host.backupState.mockRejectedValueOnce(new Error("It is busy."));
    await sealing.loadBackups();
    expect(sealing.unknown).toBe("It is busy.");
  });
});
