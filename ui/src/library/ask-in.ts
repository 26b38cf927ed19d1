// From the library to a question about a part of it.
import { chats } from "../state/chats.svelte";
import { panes } from "../state/panes.svelte";

/** A question is asked of a collection. */
export function askIn(collection: string): void {
  panes.leaveDrawer();
  chats.askOnly({ collections: [collection] });
}

/** A question is asked of these documents. */
export function askOnly(documents: readonly { id: string; title: string }[]): void {
  panes.leaveDrawer();
  chats.askOnly({ documents });
}
