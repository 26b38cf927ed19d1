// Moving in a list while the focus stays in the field above it.

/** Where a key leads from `at` among so many; nothing if it leads nowhere. */
export function stepOf(key: string, at: number, count: number): number | undefined {
  if (count === 0) return undefined;
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, PageDown: at + 8, PageUp: at - 8 }[key];
  if (to === undefined) return undefined;
  // A page stops at the end; one step goes round.
  if (key.startsWith("Page")) return Math.min(Math.max(to, 0), count - 1);
  return (to + count) % count;
}
