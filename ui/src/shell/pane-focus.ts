// Where the keyboard is, pane by pane. Each is entered where it was left.
import { tick } from "svelte";

import { panes } from "../state/panes.svelte";
import { reader } from "../state/reader.svelte";

export type Pane = "left" | "chat" | "reader";

const left = new Map<Pane, HTMLElement>();

const elementOf = (pane: Pane) => document.getElementById(`pane-${pane}`);
const paneOf = (element: Element | null) => element?.closest<HTMLElement>("[data-pane]")?.dataset["pane"] as Pane | undefined;

/** For a listener of the window. */
export function noteFocus({ target }: FocusEvent): void {
  const pane = target instanceof HTMLElement ? paneOf(target) : undefined;
  if (pane) left.set(pane, target as HTMLElement);
}

/** What a pane begins at. */
const beginnings: Record<Pane, string> = {
  left: "[role=tab][aria-selected=true]",
  chat: "#question:not(:disabled)",
  // Its text, which the arrow keys scroll; not the button that closes it, which is the first.
  reader: "[tabindex='0']:not(button)",
};

function enter(pane: Pane): void {
  const element = elementOf(pane);
  const wanted = [left.get(pane), element?.querySelector<HTMLElement>(beginnings[pane]), element];
  for (const one of wanted) {
    if (!one?.isConnected || one.getClientRects().length === 0) continue;
    one.focus();
    if (document.activeElement === one) return;
  }
}

/** Brings a pane to where it can be seen, and the keyboard into it. */
export async function focusPane(pane: Pane): Promise<void> {
  if (pane === "left") panes.setLeft(true);
  else panes.leaveDrawer();
  if (pane === "reader") panes.readerAway = false;
  if (pane === "chat" && panes.readerCovers) panes.readerAway = true;
  await tick();
  enter(pane);
}

/** Where there is room for one only, the others are a key away. */
function within(): readonly Pane[] {
  const hasLeft = panes.isNarrow || !panes.leftAway;
  const hasReader = reader.opened !== undefined && (panes.readerCovers || !panes.readerAway);
  return [...(hasLeft ? (["left"] as const) : []), "chat", ...(hasReader ? (["reader"] as const) : [])];
}

/** The next pane (1) or the previous one (-1), round and round. */
export function focusNext(by: 1 | -1): Promise<void> {
  const all = within();
  const now = paneOf(document.activeElement);
  // From between the panes it goes to the chat.
  const at = now === undefined ? all.indexOf("chat") - by : all.indexOf(now);
  return focusPane(all.at((at + by) % all.length) ?? "chat");
}

/** What has the focus is not put out of sight with it. */
async function put(pane: Pane, shown: boolean): Promise<void> {
  const had = paneOf(document.activeElement) === pane;
  if (pane === "left") panes.setLeft(shown);
  else panes.readerAway = !shown;
  await tick();
  if (shown && (panes.isNarrow || pane === "reader")) enter(pane);
  else if (!shown && (had || panes.isNarrow)) enter("chat");
}

/** Whether the reader is to be seen, and whether the chat is beneath it. */
interface ReaderPlace {
  shown: boolean;
  covered: boolean;
}

/** Where the reader comes over what has the focus, or goes with it, the keyboard goes on in what is seen. */
export async function followReader(before: ReaderPlace, now: ReaderPlace): Promise<void> {
  await tick();
  const active = document.activeElement;
  const isLost = active === null || active === document.body || (now.covered && paneOf(active) === "chat");
  if (!isLost || document.querySelector("dialog[open]")) return;
  if (now.covered && !before.covered) enter("reader");
  else if (before.shown && (!now.shown || (before.covered && !now.covered))) enter("chat");
}

export const toggleLeft = (): Promise<void> => put("left", !panes.leftShown);
export const toggleReader = (): Promise<void> => put("reader", panes.readerAway);
