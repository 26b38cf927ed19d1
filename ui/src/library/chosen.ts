// The documents that are chosen, as far as they can be named.
import { documentList } from "../state/document-list.svelte";
import { selection } from "../state/selection.svelte";

/** One that is too far away in the list to be known has no title here. */
export const chosenDocuments = () => [...selection.ids].map((id) => ({ id, title: documentList.known(id)?.title ?? "" }));
