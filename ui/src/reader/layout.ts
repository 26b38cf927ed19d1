// Where pages stand below each other, of which most are not drawn.

/** Pages from top to bottom, each as high as it is told to be. */
export class Layout {
  /** Where each begins, and last where all end. */
  private readonly tops: Float64Array;

  constructor(
    heights: ArrayLike<number>,
    /** Above the first. */
    lead = 0,
  ) {
    this.tops = new Float64Array(heights.length + 1);
    this.tops[0] = lead;
    for (let page = 0; page < heights.length; page += 1) this.tops[page + 1] = (this.tops[page] ?? 0) + (heights[page] ?? 0);
  }

  get count(): number {
    return this.tops.length - 1;
  }

  get height(): number {
    return this.tops[this.count] ?? 0;
  }

  top(page: number): number {
    return this.tops[Math.min(Math.max(page, 0), this.count)] ?? 0;
  }

  heightOf(page: number): number {
    return this.top(page + 1) - this.top(page);
  }

  /** The page at a height; the first above all of them, the last below. */
  at(y: number): number {
    let [from, to] = [0, Math.max(this.count - 1, 0)];
    while (from < to) {
      const middle = Math.ceil((from + to) / 2);
      if (this.top(middle) <= y) from = middle;
      else to = middle - 1;
    }
    return from;
  }
}
