// Small marks in the margin beside the lines they belong to.

export interface Placed<T> {
  what: T;
  top: number;
}

/** Moves marks down that would lie over the one above. Each is `height` high. */
export function spread<T>(marks: readonly Placed<T>[], height: number): Placed<T>[] {
  let free = -Infinity;
  return marks
    .toSorted((one, other) => one.top - other.top)
    .map(({ what, top }) => {
      const placed = Math.max(top, free);
      free = placed + height;
      return { what, top: placed };
    });
}
