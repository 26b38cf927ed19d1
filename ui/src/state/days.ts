// Chats by the day on which something was last asked in them.
import type { ChatSummary } from "../host/messages/ChatSummary";

/** A month is counted from 0. */
export type Day = { kind: "today" | "yesterday" | "week" } | { kind: "month"; year: number; month: number };

/** What a list shows: a day, or a chat below it. */
export type Entry = { kind: "day"; day: Day } | { kind: "chat"; chat: ChatSummary };

/** The day of something by the calendar of this computer; what its clock says is still to come is of today. */
export function dayOf(at: number, now: number): Day {
  const today = new Date(now);
  const begins = (daysBefore: number) => new Date(today.getFullYear(), today.getMonth(), today.getDate() - daysBefore).getTime();
  if (at >= begins(0)) return { kind: "today" };
  if (at >= begins(1)) return { kind: "yesterday" };
  if (at >= begins(7)) return { kind: "week" };
  const then = new Date(at);
  return { kind: "month", year: then.getFullYear(), month: then.getMonth() };
}

/** Names a day among others. */
export const dayKey = (day: Day): string => (day.kind === "month" ? `${day.year}-${day.month}` : day.kind);

/** The chats, which are in order, with each day before its first. */
export function byDay(chats: readonly ChatSummary[], now: number): Entry[] {
  let last: string | undefined;
  return chats.flatMap((chat): Entry[] => {
    const day = dayOf(chat.changed_at, now);
    const isNew = dayKey(day) !== last;
    last = dayKey(day);
    return isNew ? [{ kind: "day", day }, { kind: "chat", chat }] : [{ kind: "chat", chat }];
  });
}
