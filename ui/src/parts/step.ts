// Moving in a list by keys, be the focus in it or in a field above it.

/** A key as an event tells of it. */
type Pressed = Pick<KeyboardEvent, "key"> & Partial<Pick<KeyboardEvent, "altKey" | "ctrlKey" | "metaKey" | "shiftKey">>;

/** What else than one step is gone in a list. */
interface Ways {
  /** Rows are side by side. */
  isAcross?: boolean;
  /** One step beyond an end leads to the other. */
  isRound?: boolean;
  /** Home and End lead to the ends. Where text is typed they move in it. */
  hasEnds?: boolean;
  /** So many rows are a page. */
  page?: number;
}

/** Where a field above the list keeps the focus; about a page of rows is in sight there. */
export const underField: Ways = { isRound: true, page: 8 };

/**
 * Where a key leads from `at` among so many, or from before all of them, which is -1; nothing if it leads nowhere. With
 * a modifier it means something else.
 */
export function stepOf({ key, altKey, ctrlKey, metaKey, shiftKey }: Pressed, at: number, count: number, { isAcross = false, isRound = false, hasEnds = false, page }: Ways = {}): number | undefined {
  if (count === 0 || altKey || ctrlKey || metaKey || shiftKey) return undefined;
  const within = (to: number) => Math.min(Math.max(to, 0), count - 1);
  const by = { [isAcross ? "ArrowRight" : "ArrowDown"]: 1, [isAcross ? "ArrowLeft" : "ArrowUp"]: -1 }[key];
  // Back from before all of them is the last.
  if (by !== undefined) return isRound ? (Math.max(at + by, -1) + count) % count : within(at + by);
  if (page !== undefined && (key === "PageDown" || key === "PageUp")) return within(at + (key === "PageDown" ? page : -page));
  return hasEnds ? { Home: 0, End: count - 1 }[key] : undefined;
}
