// A stretch of text, cut where light begins and ends on it.
import type { Range } from "../state/fold";

/** Of several lights on the same words, the strongest: lit by the citation, the match that is gone to, any other. */
export type Light = "lit" | "at" | "found" | "cited";

export interface Lighted extends Range {
  light: Light;
}

export interface Piece extends Range {
  light: Light | undefined;
}

const strongest: readonly Light[] = ["lit", "at", "found", "cited"];

/** The pieces of `range` in order: together they are all of it. */
export function cut({ start, end }: Range, lights: readonly Lighted[]): Piece[] {
  if (start >= end) return [];
  const on = lights.filter((light) => light.start < end && light.end > start && light.end > light.start);
  if (on.length === 0) return [{ start, end, light: undefined }];
  const within = (place: number) => Math.min(Math.max(place, start), end);
  const places = [...new Set([start, end, ...on.flatMap((light) => [within(light.start), within(light.end)])])].sort((one, other) => one - other);
  const pieces: Piece[] = [];
  places.slice(0, -1).forEach((from, place) => {
    const to = places[place + 1] ?? end;
    const kinds = on.filter((light) => light.start <= from && light.end >= to).map(({ light }) => light);
    const light = strongest.find((kind) => kinds.includes(kind));
    const before = pieces.at(-1);
    // Two matches side by side are two; the same light twice is one.
    const isOne = before?.light === light && (light === undefined || light === "cited" || light === "lit");
    if (before && isOne) before.end = to;
    else pieces.push({ start: from, end: to, light });
  });
  return pieces;
}
