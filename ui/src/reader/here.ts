// Which citations can be shown in the open document.
import type { Citation } from "../host/messages/Citation";

interface Open {
  opened: { id: string } | undefined;
  isLater: boolean;
  citations: readonly Citation[];
  current: Citation | undefined;
}

/** Those of it; of a document that has changed since, only the one that was looked for in it. */
export function citationsIn({ opened, isLater, citations, current }: Open): Citation[] {
  return citations.filter((citation) => (isLater ? citation === current : citation.document.id === opened?.id));
}
