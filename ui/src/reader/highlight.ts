// Where light falls on a page.
import type { PageBox } from "../host/messages/PageBox";

/** A rectangle in pixels from the top left corner of the page's element. */
export interface Rectangle {
  left: number;
  top: number;
  width: number;
  height: number;
}

/** The boxes on one page at a scale (pixels a point), a little larger than the words. */
export function rectangles(boxes: PageBox[], page: number, scale: number): Rectangle[] {
  const margin = 1;
  return boxes
    .filter((box) => box[0] === page)
    .map(([, left, top, right, bottom]) => ({
      left: (left - margin) * scale,
      top: top * scale,
      width: (right - left + 2 * margin) * scale,
      height: (bottom - top) * scale,
    }));
}

/** The characters of a text layer whose middles lie in one of the rectangles, read line by line. */
export function textUnder(layer: HTMLElement, lit: Rectangle[]): string {
  const origin = layer.getBoundingClientRect();
  const inside = (x: number, y: number) =>
    lit.some((box) => x >= box.left && x <= box.left + box.width && y >= box.top && y <= box.top + box.height);
  let text = "";
  for (const item of layer.querySelectorAll("span")) {
    const node = item.firstChild;
    if (!(node instanceof Text)) continue;
    const { left, top, right, bottom } = item.getBoundingClientRect();
    const isNear = (box: Rectangle) =>
      box.left <= right - origin.left && box.left + box.width >= left - origin.left && box.top <= bottom - origin.top && box.top + box.height >= top - origin.top;
    // Asking for each letter of a whole page takes a while.
    if (!lit.some(isNear)) continue;
    let taken = "";
    for (let at = 0; at < node.length; at += 1) {
      const range = document.createRange();
      range.setStart(node, at);
      range.setEnd(node, at + 1);
      const box = range.getBoundingClientRect();
      if (inside(box.left + box.width / 2 - origin.left, box.top + box.height / 2 - origin.top)) taken += node.data[at];
    }
    if (taken !== "") text += ` ${taken}`;
  }
  return text.replace(/\s+/g, " ").trim();
}
