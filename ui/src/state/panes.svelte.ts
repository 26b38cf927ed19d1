// How the window is laid out: what the pane on the left shows, how wide the panes are, and which are put away.
import { MediaQuery } from "svelte/reactivity";
import { innerWidth } from "svelte/reactivity/window";

import { prefer, preference } from "./preferences";

const keys = { left: "left-pane", leftAway: "left-away", leftWidth: "library-width", readerWidth: "reader-width" };

export type LeftPane = "documents" | "chats";

/** In pixels. */
export const widths = { left: { least: 200, most: 420, normal: 288 }, reader: { least: 320, most: 900, normal: 520 } };
/** What the chat and the reader take side by side. */
const both = 640;

function kept(key: string, { least, most, normal }: { least: number; most: number; normal: number }): number {
  const width = Number(preference(key));
  return width >= least && width <= most ? width : normal;
}

class PanesState {
  left = $state<LeftPane>(preference(keys.left) === "chats" ? "chats" : "documents");
  /** In a narrow window the pane is a drawer over the chat. */
  drawer = $state(false);
  leftWidth = $state(kept(keys.leftWidth, widths.left));
  readerWidth = $state(kept(keys.readerWidth, widths.reader));
  leftAway = $state(preference(keys.leftAway) === "yes");
  /** What it shows stays open meanwhile. */
  readerAway = $state(false);

  private narrow = new MediaQuery("max-width: 640px");

  /** There is room for one pane only. */
  isNarrow = $derived(this.narrow.current);
  leftShown = $derived(this.isNarrow ? this.drawer : !this.leftAway);
  /** There is no room for the reader beside the chat. */
  readerCovers = $derived(this.isNarrow || (innerWidth.current ?? Infinity) - (this.leftAway ? 0 : this.leftWidth) < both);

  /** Closes the drawer; says whether it was open. What had the focus in it is out of sight then. */
  leaveDrawer(): boolean {
    const { drawer } = this;
    this.drawer = false;
    return drawer;
  }

  showLeft(pane: LeftPane): void {
    this.left = pane;
    prefer(keys.left, pane);
  }

  /** Brings the pane on the left back, wherever it is, or puts it away. */
  setLeft(shown: boolean): void {
    if (this.isNarrow) {
      this.drawer = shown;
      return;
    }
    this.leftAway = !shown;
    prefer(keys.leftAway, shown ? undefined : "yes");
  }

  /** No width is the one it came with. */
  resizeLeft(width?: number): void {
    this.leftWidth = width ?? widths.left.normal;
    prefer(keys.leftWidth, width === undefined ? undefined : String(width));
  }

  resizeReader(width?: number): void {
    this.readerWidth = width ?? widths.reader.normal;
    prefer(keys.readerWidth, width === undefined ? undefined : String(width));
  }
}

export const panes = new PanesState();
