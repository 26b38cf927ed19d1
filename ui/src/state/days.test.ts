import { describe, expect, it } from "vitest";

import type { ChatSummary } from "../host/messages/ChatSummary";
import { words } from "../words";
import { byDay, dayOf } from "./days";

const at = (...parts: [number, number, number, number?, number?]) => new Date(...parts).getTime();
const now = at(2026, 10, 21, 0, 30);
const name = (time: number) => words.chats.dayName(dayOf(time, now), now);

describe("the day of a chat", () => {
  it("goes by the calendar, not by hours", () => {
    expect([at(2026, 10, 21, 0, 0), at(2026, 10, 20, 23, 59), at(2026, 10, 20), at(2026, 10, 19, 23, 59)].map(name)).toEqual([
      "Today", "Yesterday", "Yesterday", "Previous 7 days",
    ]);
  });

  it("is a month before the last seven days, with its year if that is another", () => {
    expect([at(2026, 10, 14), at(2026, 10, 13, 23, 59), at(2026, 0, 1), at(2025, 11, 31)].map(name)).toEqual([
      "Previous 7 days", "November", "January", "December 2025",
    ]);
  });

  it("is today for what is still to come", () => {
    expect(name(at(2026, 11, 24))).toBe("Today");
  });
});

describe("chats by day", () => {
  const chat = (id: number, changed_at: number): ChatSummary => ({ id, title: `Chat ${id}`, created_at: 0, changed_at, turns: 1, place: null });

  it("have each day once, before its first chat", () => {
    const chats = [chat(4, at(2026, 10, 21)), chat(3, at(2026, 8, 9)), chat(2, at(2026, 8, 1)), chat(1, at(2025, 8, 1))];
    const shown = byDay(chats, now).map((entry) => (entry.kind === "day" ? words.chats.dayName(entry.day, now) : entry.chat.id));
    expect(shown).toEqual(["Today", 4, "September", 3, 2, "September 2025", 1]);
  });

  it("are nothing if there are none", () => {
    expect(byDay([], now)).toEqual([]);
  });
});
