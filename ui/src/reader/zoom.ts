// How large pages are shown.

/** A number is pixels a point. */
export type Zoom = "width" | "page" | number;

export interface Size {
  width: number;
  height: number;
}

/** Around a page, in pixels. */
export const margin = 16;
/** Of a page in the size it is printed in. */
export const actual = 96 / 72;
const [least, most] = [actual / 10, actual * 8];
const step = 1.2;

const within = (scale: number) => Math.min(Math.max(scale, least), most);

/** Pixels a point; 0 as long as the view has no size. */
export function scaleOf(zoom: Zoom, page: Size, view: Size): number {
  if (typeof zoom === "number") return within(zoom);
  const byWidth = (view.width - 2 * margin) / page.width;
  const scale = zoom === "width" ? byWidth : Math.min(byWidth, (view.height - 2 * margin) / page.height);
  return scale > 0 ? within(scale) : 0;
}

/** The next larger (1) or smaller (-1) scale. Between two steps is the size in which a page is printed. */
export function zoomed(scale: number, by: number): number {
  const next = scale * step ** by;
  const passes = (scale - actual) * (next - actual) < 0 && Math.abs(by) >= 1;
  return within(passes ? actual : next);
}

export const percentOf = (scale: number) => Math.round((scale / actual) * 100);
