/** The row to which a key leads from another, if it leads to one. */
export function moved({ key, altKey, ctrlKey, metaKey }: Pick<KeyboardEvent, "key" | "altKey" | "ctrlKey" | "metaKey">, from: number, count: number): number | undefined {
  const to = { ArrowDown: from + 1, ArrowUp: from - 1, Home: 0, End: count - 1 }[key];
  if (to === undefined || altKey || ctrlKey || metaKey || count === 0) return undefined;
  return Math.min(Math.max(to, 0), count - 1);
}
