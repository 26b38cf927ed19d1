// What is in view of many pages below each other, and what stays in view when their sizes change.
import { untrack } from "svelte";

import { Layout } from "./layout";
import { margin } from "./zoom";

/** Something that is to stay where it is: a share of a page, so far from the edges of the view. */
interface Held {
  page: number;
  share: number;
  /** Of the whole width. */
  across: number;
  x: number;
  y: number;
}

export class Scrolling {
  element = $state.raw<HTMLElement | undefined>();
  /** Of the view, in pixels. */
  width = $state(0);
  height = $state(0);
  private top = $state(0);
  private held: Held = { page: 0, share: 0, across: 0, x: 0, y: 0 };

  readonly layout = $derived.by(() => new Layout(this.heights(), margin));
  /** Beyond the view some more is drawn, so that it is there when it is scrolled to. */
  private readonly spare = $derived(Math.max(this.height / 2, 400));
  readonly first = $derived(this.layout.at(this.top - this.spare));
  readonly last = $derived(this.layout.at(this.top + this.height + this.spare));
  /** The page in view. */
  readonly page = $derived(this.layout.at(this.top + this.height / 2));
  readonly drawn = $derived.by(() => {
    const count = this.layout.count === 0 || this.height === 0 ? 0 : this.last - this.first + 1;
    return Array.from({ length: count }, (_, place) => this.first + place);
  });
  readonly above = $derived(this.layout.top(this.first));
  readonly below = $derived(this.layout.height - this.layout.top(this.last + 1));

  constructor(private readonly heights: () => ArrayLike<number>) {}

  /** For the element that scrolls. */
  attach = (element: HTMLElement) => {
    this.element = element;
    const measure = () => ([this.width, this.height] = [element.clientWidth, element.clientHeight]);
    measure();
    const resized = new ResizeObserver(measure);
    resized.observe(element);
    const scrolled = () => {
      this.top = element.scrollTop;
      this.hold();
    };
    element.addEventListener("scroll", scrolled, { passive: true });
    return () => {
      resized.disconnect();
      element.removeEventListener("scroll", scrolled);
      this.element = undefined;
    };
  };

  /** How far a page is from the middle of the view, in pixels. */
  distance(page: number): number {
    const middle = this.top + this.height / 2;
    const [from, to] = [this.layout.top(page), this.layout.top(page + 1)];
    return middle < from ? from - middle : Math.max(middle - to, 0);
  }

  /** What is at this place of the view stays there. */
  hold(x = this.width / 2, y = this.height / 3): void {
    const { element, layout } = this;
    if (!element) return;
    const at = element.scrollTop + y;
    const page = layout.at(at);
    const share = (at - layout.top(page)) / Math.max(layout.heightOf(page), 1);
    this.held = { page, share, across: (element.scrollLeft + x) / Math.max(element.scrollWidth, 1), x, y };
  }

  /** Puts what is held where it was. */
  restore(): void {
    untrack(() => {
      const { element, layout } = this;
      if (!element || layout.count === 0) return;
      const { page, share, across, x, y } = this.held;
      element.scrollTop = layout.top(page) + share * layout.heightOf(page) - y;
      element.scrollLeft = across * element.scrollWidth - x;
      this.top = element.scrollTop;
    });
  }

  /** Brings a place of a page into view: its upper end, or `y` pixels below that a third down the view. */
  goTo(page: number, y = 0): void {
    untrack(() => {
      const { element, layout } = this;
      const at = y === 0 ? margin / 2 : this.height / 3;
      const across = element ? element.scrollLeft / Math.max(element.scrollWidth, 1) : 0;
      this.held = { page, share: y / Math.max(layout.heightOf(page), 1), across, x: 0, y: at };
      this.restore();
    });
  }

  /** Brings something that is drawn into view, if it is not there. */
  show(element: Element): void {
    const view = this.element?.getBoundingClientRect();
    if (!this.element || !view) return;
    const box = element.getBoundingClientRect();
    const isAcross = box.left >= view.left && box.right <= view.right;
    this.element.scrollTop += box.top - view.top - Math.max((view.height - box.height) / 2, view.height / 4);
    if (!isAcross) this.element.scrollLeft += box.left - view.left - view.width / 4;
    this.top = this.element.scrollTop;
    this.hold();
  }
}
