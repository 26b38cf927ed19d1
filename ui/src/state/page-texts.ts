// The texts of documents that were looked at last. A document is its content, so its text stays as it is; reading a long
// one again takes a moment.
import { host } from "../host";
import type { PageText } from "../host/messages/PageText";

/** So many documents. */
const most = 3;
const kept = new Map<string, Promise<PageText[]>>();

export function pageTexts(document: string): Promise<PageText[]> {
  const texts = kept.get(document) ?? host.readPages(document);
  // The last used is the last to go.
  kept.delete(document);
  kept.set(document, texts);
  for (const oldest of [...kept.keys()].slice(0, -most)) kept.delete(oldest);
  texts.catch(() => kept.delete(document));
  return texts;
}
