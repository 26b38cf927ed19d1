// How the room of a language model is used.
import type { ContextLedger } from "../host/messages/ContextLedger";

/** In the order in which a model reads them. */
export const parts = ["rules", "history", "passages", "question", "answer"] as const;

export interface LedgerPart {
  part: (typeof parts)[number];
  tokens: number;
  /** Of the room, in percent. */
  share: number;
}

/** The parts of the room. They are estimates, so a small room may seem too full: then the bar is, and no more. */
export function ledgerParts(ledger: ContextLedger): LedgerPart[] {
  const used = parts.reduce((sum, part) => sum + ledger[part], 0);
  const all = Math.max(ledger.room, used, 1);
  return parts.map((part) => ({ part, tokens: ledger[part], share: (100 * ledger[part]) / all }));
}

/** How many tokens the model was given; how many it read, if its server has told. */
export function tokensRead({ read, rules, history, passages, question }: ContextLedger): number {
  return read ?? rules + history + passages + question;
}
