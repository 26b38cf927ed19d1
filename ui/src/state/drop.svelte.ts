// Where what is dragged would go: files from outside into the library, or rows of the list into a collection.
import { host } from "../host";
import { documentList } from "./document-list.svelte";
import { panes } from "./panes.svelte";

/** In pixels: how near to the end of a list is near, and how far it then scrolls. */
const [edge, step] = [20, 10];

class DropState {
  /** Whether files are over the window. */
  isOver = $state(false);
  /** The collection beneath what is dragged. */
  beneath = $state<string | undefined>();
  /** The rows that are dragged, and where the pointer is. */
  rows = $state.raw<{ ids: readonly string[]; title: string; x: number; y: number } | undefined>();

  /** Whether anything is dragged that a collection could take. */
  isOn = $derived(this.isOver || this.rows !== undefined);
  /** Where the pointer was when it was last looked. */
  private at = { x: 0, y: 0 };

  /** Where files go that are let go elsewhere: into what the person looks at. */
  aim = $derived(this.beneath ?? (panes.left === "documents" ? documentList.showing.collection : null));

  /** Tells the host where files go. */
  tellAim(): void {
    // If it cannot be told, they are in the library at least.
    host.aimDrop(this.aim).catch(() => {});
  }

  /** Looks what is at a place of the window. */
  lookAt(x: number, y: number): void {
    this.at = { x, y };
    this.beneath = document.elementFromPoint(x, y)?.closest<HTMLElement>("[data-collection]")?.dataset.collection;
  }

  /** Scrolls a list while the pointer is near its end. */
  scroll(list: HTMLElement): void {
    const { top, bottom, left, right } = list.getBoundingClientRect();
    const { x, y } = this.at;
    if (x < left || x > right || y < top - edge || y > bottom + edge) return;
    list.scrollTop += y < top + edge ? -step : y > bottom - edge ? step : 0;
    this.lookAt(x, y);
  }

  leave(): void {
    this.isOver = false;
    this.beneath = undefined;
    this.rows = undefined;
  }
}

export const drop = new DropState();
