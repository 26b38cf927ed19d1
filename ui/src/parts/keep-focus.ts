import type { Attachment } from "svelte/attachments";

const controls = ":is(button, input, select, textarea, a[href], [tabindex]):not(:disabled, [tabindex='-1'])";

const isSeen = (element: HTMLElement | null | undefined): element is HTMLElement => element != null && element.isConnected && element.getClientRects().length > 0;
const seen = (within: Element, selector = controls) => [...within.querySelectorAll<HTMLElement>(selector)].find(isSeen);

/** The elements behind a place, and then those before it, the nearest first. */
function* beside({ nextSibling, previousSibling }: MutationRecord): Generator<Element> {
  for (let one = nextSibling; one; one = one.nextSibling) if (one instanceof Element) yield one;
  for (let one = previousSibling; one; one = one.previousSibling) if (one instanceof Element) yield one;
}

/** The same control of the next thing of its kind, if there is one. */
function alike(gone: HTMLElement, record: MutationRecord): HTMLElement | undefined {
  const { testid } = gone.dataset;
  if (testid === undefined) return undefined;
  for (const element of beside(record)) {
    const found = element.matches(`[data-testid="${testid}"]`) ? (element as HTMLElement) : seen(element, `[data-testid="${testid}"]`);
    if (isSeen(found)) return found;
  }
  return undefined;
}

/** The first control of what it stood in, or of what that is in. */
function around(from: Node, most: Element): HTMLElement | undefined {
  for (let one: Node | null = from; one && most.contains(one); one = one.parentNode) {
    const found = one instanceof Element && one.isConnected ? seen(one) : undefined;
    if (found) return found;
  }
  return seen(most);
}

/**
 * Where things come and go: if one goes that has the focus, the focus goes to what is like it beside it, or else near it.
 * `otherwise` is given what it went out of, and may name what it goes to instead.
 */
export const keepFocus =
  (otherwise?: (from: Node) => HTMLElement | null | undefined): Attachment<HTMLElement> =>
  (most) => {
    let last: HTMLElement | undefined;
    const enter = ({ target }: FocusEvent) => (last = target as HTMLElement);
    // What leaves the focus of its own accord is still there a moment later.
    const leave = ({ target }: FocusEvent) => queueMicrotask(() => last === target && last?.isConnected && (last = undefined));
    const changes = new MutationObserver((records) => {
      if (!last || last.isConnected) return;
      const gone = last;
      last = undefined;
      // Whatever took it out has put the focus somewhere.
      if (document.activeElement && document.activeElement !== document.body) return;
      const record = records.find(({ removedNodes }) => [...removedNodes].some((node) => node.contains(gone)));
      if (!record) return;
      // Nothing is scrolled: the person may be scrolling, by which what was out of sight went.
      (otherwise?.(record.target) ?? alike(gone, record) ?? around(record.target, most))?.focus({ preventScroll: true });
    });
    changes.observe(most, { childList: true, subtree: true });
    most.addEventListener("focusin", enter);
    most.addEventListener("focusout", leave);
    return () => {
      changes.disconnect();
      most.removeEventListener("focusin", enter);
      most.removeEventListener("focusout", leave);
    };
  };
