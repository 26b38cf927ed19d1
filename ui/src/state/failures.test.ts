import { expect, it } from "vitest";

import type { ImportOutcome } from "../host/messages/ImportOutcome";
import { byReason } from "./failures";

const failed = (path: string, reason: string | null) => ({ path, filename: path.slice(1), reason }) as ImportOutcome;

it("puts files together that failed for the same reason, whatever their names", () => {
  const groups = byReason([
    failed("/a.pdf", "/a.pdf is damaged."), failed("/raw", "It is no document."), failed("/b.pdf", "/b.pdf is damaged."), failed("/c", null),
  ]);
  expect(groups.map(({ reason, outcomes }) => [reason, outcomes.map(({ path }) => path)])).toEqual([
    ["/a.pdf is damaged.", ["/a.pdf", "/b.pdf"]],
    ["It is no document.", ["/raw"]],
    ["", ["/c"]],
  ]);
});
