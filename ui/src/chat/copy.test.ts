import { describe, expect, it } from "vitest";

import type { Answer } from "../host/messages/Answer";
import { asRich } from "./copy";

const answer = { citations: [{ number: 1, document: { title: "A <b>" }, page_label: "2", quote: "It & it" }] } as unknown as Answer;

describe("an answer that is copied", () => {
  it("keeps what its Markdown means", () => {
    const text = "# A\n\n**b** `c<d>` [1]\n\n- [x] e\n- f\n\n| g |\n|---|\n| h |\n\n```\ni\n```";
    expect(asRich({ text, answer, isMarkdown: true })).toBe(
      "<h1>A</h1><p><strong>b</strong> <code>c&lt;d&gt;</code> [1]</p><ul><li>☑ <p>e</p></li><li><p>f</p></li></ul>" +
        "<table><thead><tr><th>g</th></tr></thead><tbody><tr><td>h</td></tr></tbody></table><pre><code>i</code></pre>" +
        "<hr><p>[1] A &lt;b&gt;, page 2: “It &amp; it”</p>",
    );
  });

  it("is what the documents say where those answer", () => {
    expect(asRich({ text: "*a* <i>\nb", answer: undefined, isMarkdown: false })).toBe("<p>*a* &lt;i&gt;<br>b</p>");
  });

  it("carries nothing that could be loaded or run", () => {
    const rich = asRich({ text: "<img src=x onerror=alert(1)> [a](javascript:alert(1)) ![b](https://c.d/e.png)", answer: undefined, isMarkdown: true });
    expect(rich).toBe("<p>&lt;img src=x onerror=alert(1)&gt; a (javascript:alert(1)) b (https://c.d/e.png)</p>");
  });
});
