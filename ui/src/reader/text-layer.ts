// The words that lie over a drawn page, to find some of them there.
import type { Range } from "../state/fold";
import type { Rectangle } from "./highlight";

export interface LayerText {
  text: string;
  nodes: { node: Text; start: number }[];
}

export function textOf(layer: HTMLElement): LayerText {
  const nodes: LayerText["nodes"] = [];
  let text = "";
  for (const child of layer.children) {
    if (child.tagName === "BR") text += "\n";
    const node = child.firstChild;
    if (!(node instanceof Text)) continue;
    nodes.push({ node, start: text.length });
    text += node.data;
  }
  return { text, nodes };
}

/** Where a stretch of the text lies, in pixels from the corner of `layer`. */
export function rectanglesIn(layer: HTMLElement, { nodes }: LayerText, { start, end }: Range): Rectangle[] {
  const origin = layer.getBoundingClientRect();
  const found: Rectangle[] = [];
  for (const { node, start: from } of nodes) {
    if (from >= end || from + node.length <= start) continue;
    const range = document.createRange();
    range.setStart(node, Math.max(start - from, 0));
    range.setEnd(node, Math.min(end - from, node.length));
    for (const { left, top, width, height } of range.getClientRects()) {
      if (width > 0) found.push({ left: left - origin.left, top: top - origin.top, width, height });
    }
  }
  return found;
}
