import { tick } from "svelte";

/** Puts the focus where a question is typed, once that is there. */
export async function toQuestion(): Promise<void> {
  await tick();
  document.getElementById("question")?.focus();
}
