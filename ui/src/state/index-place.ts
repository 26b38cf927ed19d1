// What there is to reckon about the place of the search index.
import type { IndexMove } from "../host/messages/IndexMove";
import type { IndexPlace } from "../host/messages/IndexPlace";
import type { IndexQuantization } from "../host/messages/IndexQuantization";
import type { IndexState } from "../host/messages/IndexState";
import { addressOf, isOpenlySentTo, otherComputer } from "./addresses";

export const quantizations: readonly IndexQuantization[] = ["none", "scalar", "binary"];

/** As many as the engine takes. */
export const [mostShards, mostCopies] = [1024, 64];

/** A server as it is typed. Numbers that nothing is typed for are the server's to choose. */
export interface Draft {
  url: string;
  shards: string;
  replicas: string;
  writeConsistency: string;
  isInMemory: boolean;
  quantization: IndexQuantization;
}

export const embedded: IndexPlace = { kind: "embedded" };

/** The server where the index is, or an empty form. */
export function draftOf(place: IndexPlace): Draft {
  const shown = (number: number | null) => (number === null ? "" : String(number));
  if (place.kind === "embedded") return { url: "", shards: "", replicas: "", writeConsistency: "", isInMemory: false, quantization: "none" };
  const { shards, replicas, write_consistency, on_disk, quantization } = place.options;
  return { url: place.url, shards: shown(shards), replicas: shown(replicas), writeConsistency: shown(write_consistency), isInMemory: !on_disk, quantization };
}

/** `null` if nothing is typed; nothing at all if it is no such number. */
function numberOf(typed: string | number | null, most: number): number | null | undefined {
  // A field for numbers gives them as such, and nothing if it is empty.
  const text = String(typed ?? "").trim();
  if (text === "") return null;
  const number = Number(text);
  return Number.isInteger(number) && number >= 1 && number <= most ? number : undefined;
}

/** What is wrong with a draft, if anything is. */
export function faultOf({ url, shards, replicas, writeConsistency }: Draft): "address" | "number" | undefined {
  if (addressOf(url) === undefined) return "address";
  const numbers = [numberOf(shards, mostShards), numberOf(replicas, mostCopies), numberOf(writeConsistency, mostCopies)];
  return numbers.includes(undefined) ? "number" : undefined;
}

export function placeOf(draft: Draft): IndexPlace | undefined {
  const url = addressOf(draft.url);
  if (url === undefined || faultOf(draft) !== undefined) return undefined;
  const options = {
    shards: numberOf(draft.shards, mostShards) ?? null,
    replicas: numberOf(draft.replicas, mostCopies) ?? 1,
    write_consistency: numberOf(draft.writeConsistency, mostCopies) ?? null,
    on_disk: !draft.isInMemory,
    quantization: draft.quantization,
  };
  return { kind: "server", url, options };
}

/** Who gets the numbers that documents are turned into, if they leave this computer, and whether others can read them. */
export function sentTo(place: IndexPlace): { host: string; isOpen: boolean } | undefined {
  const host = place.kind === "server" ? otherComputer(place.url) : undefined;
  return place.kind === "server" && host !== undefined ? { host, isOpen: isOpenlySentTo(place.url) } : undefined;
}

/** From 0 to 1 over all stages; filling is most of the work. */
export function moveShare({ stage, done, total }: IndexMove): number {
  const share = total === 0 ? 0 : Math.min(done / total, 1);
  switch (stage) {
    case "opening":
      return 0;
    case "filling":
      return 0.9 * share;
    case "checking":
      return 0.9 + 0.1 * share;
  }
}

/** Whether there is more to tell than a number that is larger. */
export function isNews(before: IndexState, now: IndexState): boolean {
  const told = ({ place, problem, is_in_step, moving }: IndexState) => JSON.stringify([place, problem, is_in_step, moving && [moving.to, moving.stage, moving.problem]]);
  return told(before) !== told(now);
}
