// What the engine tells, in German: errors, reasons, what models are for.
import type { engine as english } from "../en/engine";
import { translator } from "../patterns";
import { errors } from "./engine-errors";
import { parts, reasons } from "./engine-reasons";

/** What stands in a text and is itself told: the others are names and numbers. */
const told = new Set(["advice", "choice", "expected", "kind", "name", "noun", "pages", "reason", "rest", "said", "source", "what", "doubt", "where"]);

export const engine: typeof english = {
  told: translator([...errors, ...reasons], parts, told),
};
