// Which language models there are to answer, and what is picked of them.
import type { LanguageModelChoice } from "../host/messages/LanguageModelChoice";
import type { LanguageModelInfo } from "../host/messages/LanguageModelInfo";
import type { LanguageModelKind } from "../host/messages/LanguageModelKind";
import type { RunningServer } from "../host/messages/RunningServer";
import type { ModelFiles } from "../host/messages/ModelFiles";
import { addressOf, bareAddress, isOpenlySentTo, otherComputer } from "./addresses";
import { entryOf, fileChoiceOf, fileRowOf, isInFile, ownFile } from "./model-files";

/** A model of a program that runs on this computer. */
export interface Row {
  id: string;
  info: LanguageModelInfo;
  choice: LanguageModelChoice;
}

/** The models of a server, as it named them when it was asked. */
export interface Listed {
  kind: LanguageModelKind;
  address: string;
  models: LanguageModelInfo[];
}

/** What was picked and typed, but not begun. */
export interface Draft {
  /** The id of a {@link Row}, the row of a file, or `server`. */
  row: string | undefined;
  /** A file that the person has already; empty until one is chosen. */
  path: string;
  kind: LanguageModelKind;
  url: string;
  model: string;
}

export function isSameModel(one: LanguageModelChoice, other: LanguageModelChoice): boolean {
  if (isInFile(one) || isInFile(other)) return isInFile(one) && isInFile(other) && one.file === other.file;
  return one.kind === other.kind && bareAddress(one.url) === bareAddress(other.url) && one.model === other.model;
}

/** Some servers name a model twice. */
export function distinct(models: readonly LanguageModelInfo[]): LanguageModelInfo[] {
  return [...new Map(models.map((info) => [info.name, info])).values()];
}

export function rowsOf({ name, kind, url, models }: RunningServer): Row[] {
  return distinct(models).map((info) => ({
    id: `${name} ${info.name}`,
    info,
    choice: { kind, url, model: info.name, context_tokens: info.context_tokens },
  }));
}

/** Nothing is picked yet. The fields of a server begin with what was chosen, and so does the file. */
export function draftOf(chosen: LanguageModelChoice | null, files: ModelFiles | undefined): Draft {
  const none = { row: undefined, path: "", kind: "open_ai" as const, url: "", model: "" };
  if (!chosen) return none;
  if (isInFile(chosen)) return { ...none, path: fileRowOf(chosen, files) === ownFile ? chosen.file : "" };
  const { kind, url, model } = chosen;
  return { ...none, kind, url, model };
}

/** The row of what was chosen; nothing while it is not known what runs here, and what is. */
export function rowOf(
  chosen: LanguageModelChoice | null,
  rows: readonly Row[] | undefined,
  files: ModelFiles | undefined,
): string | undefined {
  if (!chosen) return undefined;
  if (isInFile(chosen)) return fileRowOf(chosen, files);
  if (!rows) return undefined;
  return rows.find(({ choice }) => isSameModel(choice, chosen))?.id ?? "server";
}

/** What is picked; nothing while something is missing. How much a model reads at once is known if the server has told. */
export function choiceOf(
  draft: Draft,
  rows: readonly Row[],
  listed: Listed | undefined,
  files: ModelFiles | undefined,
): LanguageModelChoice | undefined {
  if (draft.row !== "server") return rows.find(({ id }) => id === draft.row)?.choice ?? fileChoiceOf(draft.row, draft.path, files);
  const { kind } = draft;
  const [address, model] = [addressOf(draft.url), draft.model.trim()];
  if (address === undefined || model === "") return undefined;
  const isIts = listed?.kind === kind && listed.address === address;
  const info = isIts ? listed.models.find(({ name }) => name === model) : undefined;
  return { kind, url: address, model, context_tokens: info?.context_tokens ?? null };
}

/** What people call a model: without what only tells the files of it apart. */
export function shortName(model: string): string {
  const name = model.split(/[/\\]/).findLast((part) => part !== "") ?? model;
  return name.replace(/\.gguf$/i, "").replace(/:latest$/, "");
}

/** What people call what was chosen. */
export function modelName(choice: LanguageModelChoice, files: ModelFiles | undefined): string {
  return isInFile(choice) ? (entryOf(choice.file, files)?.title ?? shortName(choice.file)) : shortName(choice.model);
}

/** The other computer that is asked, and whether everybody on the way can read along; nothing if it is this one. */
export function asked(choice: LanguageModelChoice): { host: string; openly: boolean } | undefined {
  if (isInFile(choice)) return undefined;
  const host = otherComputer(choice.url);
  return host === undefined ? undefined : { host, openly: isOpenlySentTo(choice.url) };
}
