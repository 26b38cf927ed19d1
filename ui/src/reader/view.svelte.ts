// How the open document is looked at: where, how large, and what is shown beside it.
import { prefer, preference } from "../state/preferences";
import type { Zoom } from "./zoom";

/** What can be shown beside the pages. */
export type Side = "outline" | "pages";

/** What shows the pages. */
export interface Surface {
  /** Brings a page, from 0, into view, or a place in its text. */
  goTo(page: number, start?: number): void;
  /** Where something lies in the whole, from 0 to 1; `y` in points, where pages are measured in those. */
  shareOf(page: number, start: number, y: number | undefined): number;
}

const [sideKey, dimKey] = ["reader-side", "reader-dim"];

class ReaderView {
  /** The page in view, from 0. */
  page = $state(0);
  /** Where in its text the view is, as far as that is known. */
  start = $state(0);
  zoom = $state<Zoom>("width");
  /** Pixels a point, as pages are shown now. */
  scale = $state(0);
  surface = $state.raw<Surface | undefined>();
  /** What is beside the pages, where there is room. */
  side = $state(preference(sideKey) as Side | null);
  /** Whether it lies over the pages, where there is none. */
  isSideOver = $state(false);
  /** What it showed last. */
  lastSide = $state<Side>("outline");
  isDim = $state(preference(dimKey) !== null);

  /** For another document. */
  begin(): void {
    [this.page, this.start, this.zoom, this.isSideOver] = [0, 0, "width", false];
  }

  showSide(side: Side | null): void {
    this.side = side;
    this.lastSide = side ?? this.lastSide;
    prefer(sideKey, side ?? undefined);
  }

  dim(isDim: boolean): void {
    this.isDim = isDim;
    prefer(dimKey, isDim ? "yes" : undefined);
  }
}

export const view = new ReaderView();
