// Where the search index is.
import type { IndexMove } from "../../host/messages/IndexMove";
import type { IndexPlace } from "../../host/messages/IndexPlace";
import type { IndexQuantization } from "../../host/messages/IndexQuantization";
import type { IndexState } from "../../host/messages/IndexState";
import { passages } from "./common";
import { count } from "./formats";

const place = (where: IndexPlace) => (where.kind === "embedded" ? "In the library’s folder" : `On the Qdrant server at ${where.url}`);

/** How the index is that answers. */
function holds({ is_in_step, problem, filled, passages: all }: IndexState): string {
  if (is_in_step) return `It holds all ${passages(all)}.`;
  return problem === null ? `It is being filled: ${count(filled)} of ${passages(all)} are in it.` : "";
}

const moving = (to: IndexPlace) => (to.kind === "embedded" ? "Moving into the library’s folder" : `Moving to ${to.url}`);

function moveStage({ stage, done, total }: IndexMove): string {
  switch (stage) {
    case "opening":
      return "Opening the new index";
    case "filling":
      return total === 0 ? "Filling the new index" : `Filling the new index: ${count(done)} of ${passages(total)}`;
    case "checking":
      return total === 0 ? "Comparing it with the library" : `Comparing it with the library: document ${count(Math.min(done + 1, total))} of ${count(total)}`;
  }
}

/** What is told aloud when something is other than it was; counts are not. */
function news(before: IndexState, now: IndexState): string {
  const { moving: move, problem } = now;
  if (move) return [moving(move.to), move.problem ?? moveStage({ ...move, total: 0 })].join(": ");
  if (problem !== null) return problem;
  if (before.moving && JSON.stringify(before.place) !== JSON.stringify(now.place)) return `Moved. ${place(now.place)}.`;
  return before.moving ? indexPlace.movedOff : holds(now);
}

/** Before a server on another computer is chosen. */
const willSend = (host: string, openly: boolean) =>
  `With this server, the numbers that your documents and questions are turned into leave this computer: they are sent to ${host}${openly ? ", unencrypted, and so is the key" : ""}. No text and no file name is sent; but whoever has these numbers can guess at what a text is about.`;

const clears = (url: string) => `An old index is removed from ${url} when that can be reached.`;
const cleared = (number: number) => (number === 0 ? "Nothing of this library was there." : number === 1 ? "One old index was removed." : `${count(number)} old indexes were removed.`);

const quantizations: Record<IndexQuantization, string> = {
  none: "As they are",
  scalar: "Also in eight bits a number, to compare first",
  binary: "Also in one bit a number, for a thousand numbers and more",
};
const quantization = (kind: IndexQuantization) => quantizations[kind];

const outOf = (most: number) => `1 to ${count(most)}`;

export const indexPlace = {
  place,
  holds,
  moving,
  moveStage,
  news,
  willSend,
  clears,
  cleared,
  quantization,
  outOf,
  addressMissing: "First say where the server is.",
  anotherServer: "Move it to another server, or keep it there otherwise",
  away: "The search index cannot be asked",
  clear: "Remove",
  clearServer: "Remove an old index from a server",
  clearServerHint: "What runs with “--index” have left there. The index that answers is not touched.",
  forThisRun: "That is so for this run only, because the place was named when Paperside was started. Start it without naming one to move the index.",
  goesOn: "It goes on by itself when that is over. Until then the old index answers.",
  hint: "What is searched in is made from the library and can be made again. A library that has outgrown this computer can keep it on a Qdrant server or cluster; documents, passages and chats stay here in any case.",
  inMemory: "In the server’s memory",
  inMemoryHint: "Quicker, and dearer. Otherwise vectors and words are on its disk.",
  isHere: "It is there already. A key that you give is used from now on, and a move that is under way is called off.",
  lookingUp: "Looking up where it is…",
  meanwhile: "Until it is complete, the old index answers. Nothing is read or embedded for it.",
  move: "Move",
  moveBack: "Move it back into the library’s folder",
  movedOff: "The move is called off.",
  numberWrong: "One of the numbers cannot be so.",
  options: "How the server keeps it",
  planned: "Everything is uploaded from the library, compared with it, and then the two change places. You can go on asking all the while, and interrupt it at any time.",
  quantizationLabel: "Vectors",
  replicas: "Copies of each part",
  server: "A Qdrant server",
  serverExample: "such as http://localhost:6334",
  serverKeyKept: "Kept in the system’s keyring, never in the library.",
  shards: "Parts",
  serversChoice: "the server chooses",
  stay: "Keep it there",
  title: "Where the index is",
  toServer: "Move it to a Qdrant server",
  writeConsistency: "Copies that must have a write",
};
