// What an answer consists of, as HTML for other programs. The window itself never reads it.
import type { Block, Inline, Line } from "./tree";

export const escaped = (text: string) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll("\"", "&quot;");

const tags = { strong: "strong", emphasis: "em", struck: "s" } as const;

function inline(part: Inline): string {
  switch (part.kind) {
    case "letters":
      return escaped(part.text).replaceAll("\n", "<br>");
    case "code":
      return `<code>${escaped(part.text)}</code>`;
    case "formula":
      return `<code>${escaped(part.tex)}</code>`;
    case "break":
      return "<br>";
    case "address":
      return ` (${escaped(part.text)})`;
    default:
      return `<${tags[part.kind]}>${part.children.map(inline).join("")}</${tags[part.kind]}>`;
  }
}

const line = ({ children }: Line) => children.map(inline).join("");
const row = (cells: readonly Line[], tag: "th" | "td") => `<tr>${cells.map((cell) => `<${tag}>${line(cell)}</${tag}>`).join("")}</tr>`;

function block(part: Block): string {
  switch (part.kind) {
    case "paragraph":
      return `<p>${line(part.line)}</p>`;
    case "heading":
      return `<h${part.level}>${line(part.line)}</h${part.level}>`;
    case "quote":
      return `<blockquote>${asHtml(part.blocks)}</blockquote>`;
    case "list": {
      const items = part.items.map((item) => `<li>${item.isDone === undefined ? "" : item.isDone ? "☑ " : "☐ "}${asHtml(item.blocks)}</li>`).join("");
      return part.first === undefined ? `<ul>${items}</ul>` : `<ol start="${part.first}">${items}</ol>`;
    }
    case "table":
      return `<table><thead>${row(part.head, "th")}</thead><tbody>${part.rows.map((cells) => row(cells, "td")).join("")}</tbody></table>`;
    case "code":
      return `<pre><code>${escaped(part.text)}</code></pre>`;
    case "formula":
      return `<pre><code>${escaped(part.tex)}</code></pre>`;
    case "rule":
      return "<hr>";
  }
}

export function asHtml(blocks: readonly Block[]): string {
  return blocks.map(block).join("");
}
