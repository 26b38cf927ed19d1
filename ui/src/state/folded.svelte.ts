// Which parts of the pane on the left are folded up; they stay so.
import { prefer, preference } from "./preferences";

type Part = "collections" | "imports" | "watched-folders";

const keyOf = (part: Part) => `folded-${part}`;

class Folded {
  private parts = $state<Record<Part, boolean>>({
    collections: preference(keyOf("collections")) !== null,
    imports: preference(keyOf("imports")) !== null,
    "watched-folders": preference(keyOf("watched-folders")) !== null,
  });

  has(part: Part): boolean {
    return this.parts[part];
  }

  toggle(part: Part): void {
    this.parts[part] = !this.parts[part];
    prefer(keyOf(part), this.parts[part] ? "yes" : undefined);
  }
}

export const folded = new Folded();
