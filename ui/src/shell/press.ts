// Keys that nothing below has taken for itself.
import { chordsOf, isComposing, writes } from "../state/chords";
import { chats } from "../state/chats.svelte";
import { commands } from "../state/commands.svelte";
import { panes } from "../state/panes.svelte";
import { reader } from "../state/reader.svelte";
import { shortcuts } from "../state/shortcuts.svelte";
import { focusPane } from "./pane-focus";

const untyped = new Set(["button", "checkbox", "radio", "range", "reset", "submit"]);

function isTyping(target: EventTarget | null): boolean {
  if (target instanceof HTMLInputElement) return !untyped.has(target.type);
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement || (target instanceof HTMLElement && target.isContentEditable);
}

/** What lies on top of all else, that is not a dialog. */
function escape(): void {
  if (panes.drawer) void focusPane("chat");
  else if (chats.open.busy) void chats.open.stop();
  else if (reader.opened && !panes.readerAway) {
    const had = document.activeElement?.closest("[data-pane=reader]");
    reader.close();
    if (had) void focusPane("chat");
  }
}

export function press(event: KeyboardEvent): void {
  if (event.defaultPrevented || isComposing(event)) return;
  const isCovered = document.querySelector("dialog[open]") !== null;
  if (event.key === "Escape") {
    // Those close themselves.
    if (isCovered || document.querySelector(":popover-open")) return;
    escape();
    return event.preventDefault();
  }
  const found = shortcuts.commandOf(chordsOf(event));
  if (!found || (isTyping(event.target) && writes(found.chord))) return;
  if (!commands.canRun(found.id) || (isCovered && !commands.of(found.id).everywhere)) return;
  event.preventDefault();
  commands.run(found.id);
}
