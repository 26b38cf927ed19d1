// What became of the pages of a document, those with the same fate together.
import type { PageReceipt } from "../host/messages/PageReceipt";
import type { PageState } from "../host/messages/PageState";

export interface Fate {
  state: PageState;
  reason: string | null;
  pages: PageReceipt[];
}

/** What asks for attention first. */
const order: readonly PageState[] = ["failed", "image_only", "recognised", "blank", "searchable"];

export function fatesOf(receipt: readonly PageReceipt[]): Fate[] {
  const fates = new Map<string, Fate>();
  for (const page of receipt) {
    const key = `${page.state} ${page.reason ?? ""}`;
    const fate = fates.get(key);
    if (fate) fate.pages.push(page);
    else fates.set(key, { state: page.state, reason: page.reason, pages: [page] });
  }
  return [...fates.values()].sort((a, b) => order.indexOf(a.state) - order.indexOf(b.state));
}
