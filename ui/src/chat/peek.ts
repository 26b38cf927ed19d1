// Shows what is cited while the pointer rests on what leads there, or the keyboard has brought the focus to it.
import { mount, unmount } from "svelte";
import type { Attachment } from "svelte/attachments";

import type { Citation } from "../host/messages/Citation";
import { pageTexts } from "../state/page-texts";
import { words } from "../words";
import CitationPeek from "./CitationPeek.svelte";
import { surroundings } from "./surroundings";

/** In milliseconds: how long the pointer rests before, and how long the words around are waited for then. */
const [rest, patience] = [300, 200];

/** There is one at most. */
let hideLast = () => {};

async function around(citation: Citation) {
  const late = new Promise<undefined>((resolve) => setTimeout(() => resolve(undefined), patience));
  // What cannot be read, or not soon, is shown without.
  const pages = await Promise.race([pageTexts(citation.document.id).catch(() => undefined), late]);
  return surroundings(citation, pages);
}

/** `isChanged`: its words are not any more as they were. */
export function peekAt(citation: Citation | undefined, isChanged: boolean): Attachment<HTMLElement> {
  return (anchor) => {
    if (!citation) return;
    const cited = citation;
    // The same for who does not see it.
    const { quote } = surroundings({ quote: cited.quote, spans: [] }, undefined);
    anchor.setAttribute("aria-description", words.evidence.citationAloud(words.evidence.withChange(words.evidence.citationTitle(cited), isChanged), quote));
    let wanted = 0;
    let shown: Record<string, unknown> | undefined;

    function hide() {
      wanted += 1;
      removeEventListener("keydown", press, true);
      removeEventListener("scroll", hide, true);
      if (shown) void unmount(shown);
      shown = undefined;
    }

    function press(event: KeyboardEvent) {
      if (event.key !== "Escape") return hide();
      // It would close the reader.
      event.preventDefault();
      event.stopImmediatePropagation();
      hide();
    }

    async function show() {
      hideLast();
      hideLast = hide;
      const own = ++wanted;
      await new Promise((resolve) => setTimeout(resolve, rest));
      if (own !== wanted) return;
      const found = await around(cited);
      if (own !== wanted || !anchor.isConnected) return;
      shown = mount(CitationPeek, { target: document.body, props: { citation: cited, surroundings: found, anchor } });
      addEventListener("keydown", press, true);
      addEventListener("scroll", hide, true);
    }

    const enter = (event: PointerEvent) => event.pointerType !== "touch" && void show();
    // The focus a pointer brings is no question what is there.
    const focus = () => anchor.matches(":focus-visible") && void show();
    anchor.addEventListener("pointerenter", enter);
    anchor.addEventListener("focus", focus);
    for (const end of ["pointerleave", "pointerdown", "blur", "click"]) anchor.addEventListener(end, hide);
    return () => {
      hide();
      anchor.removeEventListener("pointerenter", enter);
      anchor.removeEventListener("focus", focus);
      for (const end of ["pointerleave", "pointerdown", "blur", "click"]) anchor.removeEventListener(end, hide);
    };
  };
}
