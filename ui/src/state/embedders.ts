// What embeds the library, what could, and what a change to it means.
import type { CatalogueEntry } from "../host/messages/CatalogueEntry";
import type { EmbedderChange } from "../host/messages/EmbedderChange";
import type { EmbedderChoice } from "../host/messages/EmbedderChoice";
import type { Embedders } from "../host/messages/Embedders";
import type { KeptEmbeddings } from "../host/messages/KeptEmbeddings";
import type { PinCheck } from "../host/messages/PinCheck";
import type { PinComparison } from "../host/messages/PinComparison";
import { nameOf } from "./paths";
import { addressOf, bareAddress, isOpenlySentTo, otherComputer } from "./addresses";
import { changeOf } from "./pins";

/** What was picked and typed, but not begun. */
export interface Draft {
  /** As {@link rowOf} names it. */
  row: string | undefined;
  path: string;
  url: string;
  model: string;
}

/** What a change to another embedder takes. */
export interface Plan {
  title: string;
  /** `call_off` goes back to what answers now, `instead` ends a change to something else. */
  kind: "begin" | "instead" | "call_off";
  /** To download, in millions of bytes. */
  megabytes: number;
  /** How many are embedded, and how many of them the model has embedded before. */
  passages: number;
  known: number;
}

/** Names the row of a choice. */
export function rowOf(choice: EmbedderChoice): string {
  return choice.kind === "catalogue" ? choice.id : choice.kind;
}

export function entryRow(entry: CatalogueEntry): string {
  return entry.is_bundled ? "bundled" : entry.id;
}

export function isSame(one: EmbedderChoice, other: EmbedderChoice): boolean {
  if (one.kind === "folder" && other.kind === "folder") return one.path === other.path;
  if (one.kind === "server" && other.kind === "server") return bareAddress(one.url) === bareAddress(other.url) && one.model === other.model;
  return rowOf(one) === rowOf(other);
}

/** What embeds now. Where the chosen one cannot, it is the one that the app brings along. */
export function current({ chosen, problem }: Embedders): EmbedderChoice {
  return problem === null ? chosen : { kind: "bundled" };
}

/** Nothing is picked yet. Who chose a folder or a server before begins with it, the latest one of `choices`. */
export function draftOf(...choices: EmbedderChoice[]): Draft {
  const draft: Draft = { row: undefined, path: "", url: "", model: "" };
  for (const choice of choices) {
    if (choice.kind === "folder") draft.path = choice.path;
    if (choice.kind === "server") [draft.url, draft.model] = [choice.url, choice.model];
  }
  return draft;
}

/** What is picked; nothing while something is missing. */
export function choiceOf({ row, path, url, model }: Draft): EmbedderChoice | undefined {
  switch (row) {
    case undefined:
      return undefined;
    case "bundled":
      return { kind: "bundled" };
    case "folder":
      return path === "" ? undefined : { kind: "folder", path };
    case "server": {
      const address = addressOf(url);
      return address === undefined || model.trim() === "" ? undefined : { kind: "server", url: address, model: model.trim() };
    }
    default:
      return { kind: "catalogue", id: row };
  }
}

/** What people call it. */
export function titleOf(embedders: Embedders, choice: EmbedderChoice): string {
  const { catalogue, change } = embedders;
  if (isSame(choice, current(embedders))) return embedders.title;
  if (change && isSame(choice, change.to)) return change.title;
  if (choice.kind === "folder") return nameOf(choice.path);
  if (choice.kind === "server") return choice.model;
  return catalogue.find((entry) => entryRow(entry) === rowOf(choice))?.title ?? rowOf(choice);
}

/** What a change to `choice` takes; nothing if that is what embeds, or what is changed to already. */
export function planOf(embedders: Embedders, choice: EmbedderChoice): Plan | undefined {
  const { catalogue, change, kept, passages } = embedders;
  const isCurrent = isSame(choice, current(embedders));
  const title = titleOf(embedders, choice);
  if (isSame(choice, change?.to ?? current(embedders))) return undefined;
  const entry = catalogue.find((entry) => entryRow(entry) === rowOf(choice));
  // What is kept has a title, but names no choice; of a server, the title says the address too.
  const keptTitle = bareAddress(choice.kind === "server" ? `${choice.model} at ${choice.url}` : title);
  const known = kept.find((one) => bareAddress(one.title) === keptTitle)?.passages ?? 0;
  return {
    title,
    kind: change === null ? "begin" : isCurrent ? "call_off" : "instead",
    megabytes: entry && !entry.is_here && !entry.is_bundled ? entry.megabytes : 0,
    passages,
    known: Math.min(known, passages),
  };
}

/** Those that are kept for later: not what is made use of just now. */
export function keptBesides({ kept, change }: Embedders): KeptEmbeddings[] {
  return kept.filter((one) => !change || bareAddress(one.title) !== bareAddress(change.title));
}

/** How much of its stage is done, from 0 to 1, as what is counted beside it says. */
export function changeShare({ stage, done, total }: EmbedderChange): number {
  if (stage === "ready") return 1;
  return total > 0 ? Math.min(done / total, 1) : 0;
}

/** Whether it is worth telling aloud: not each passage is. */
export function isNews(before: EmbedderChange | null, now: EmbedderChange | null): boolean {
  const told = (change: EmbedderChange | null) => change && [change.title, change.stage, change.is_paused, change.problem].join("\n");
  return told(before) !== told(now);
}

/** The place of a pinned page now as what it was, and the place with the other embedder as what it became. */
export function asCheck({ pin, now, then }: PinComparison): PinCheck {
  return { pin: { ...pin, rank: then }, before: now, was_checked: true };
}

/** Those that change anything first, as they are counted: the better, the worse, then the others. */
export function comparisonOrder(checks: readonly PinCheck[]): PinCheck[] {
  const places = { better: 0, worse: 1, same: 2, first: 3 };
  return checks.toSorted((one, other) => places[changeOf(one)] - places[changeOf(other)]);
}

/** The computer that texts are sent to; nothing if it is this one. */
export function sentTo(choice: EmbedderChoice): string | undefined {
  return choice.kind === "server" ? otherComputer(choice.url) : undefined;
}

/** Whether others on the way can read what is sent. */
export function isOpenlySent(choice: EmbedderChoice): boolean {
  return choice.kind === "server" && isOpenlySentTo(choice.url);
}

/** Every other computer that texts are sent to, now or by the change. */
export function recipients(embedders: Embedders): string[] {
  const choices = [current(embedders), ...(embedders.change ? [embedders.change.to] : [])];
  return [...new Set(choices.map(sentTo).filter((host) => host !== undefined))];
}

/** Those first that are called embedding models: servers name all that they have. */
export function likelyFirst(models: readonly string[]): string[] {
  const isLikely = (model: string) => Number(/embed/i.test(model));
  return models.toSorted((one, other) => isLikely(other) - isLikely(one));
}
