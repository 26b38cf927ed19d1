import { describe, expect, it } from "vitest";

import type { ContextLedger } from "../host/messages/ContextLedger";
import { ledgerParts, tokensRead } from "./ledger";

const ledger: ContextLedger = {
  room: 8000, is_known: true, rules: 200, history: 0, question: 40, passages: 3000, answer: 1600, passages_given: 9, passages_left_out: 3,
  read: null, was_cut: false,
};

describe("the room of a model", () => {
  it("has its parts as shares", () => {
    expect(ledgerParts(ledger).map(({ part, share }) => [part, share])).toEqual([
      ["rules", 2.5], ["history", 0], ["passages", 37.5], ["question", 0.5], ["answer", 20],
    ]);
  });

  it("is full and no more if the estimates say so", () => {
    const shares = ledgerParts({ ...ledger, room: 512 }).map(({ share }) => share);
    expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(100);
    expect(ledgerParts({ ...ledger, room: 0, rules: 0, question: 0, passages: 0, answer: 0 }).every(({ share }) => share === 0)).toBe(true);
  });

  it("is told as the server counts it, if it does", () => {
    expect(tokensRead(ledger)).toBe(3240);
    expect(tokensRead({ ...ledger, read: 2900 })).toBe(2900);
  });
});
