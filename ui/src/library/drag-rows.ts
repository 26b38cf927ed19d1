// Rows of the list are dragged by the pointer. The drags of the web view itself are for files: where the host takes
// those, some systems hand the page no others.
import { drop } from "../state/drop.svelte";

/** In pixels: who moves less means to click. */
const slack = 5;

/** From a pointer that went down on a row. `begin` tells what is dragged, `end` where it was let go. */
export function dragRows(down: PointerEvent, begin: () => { ids: readonly string[]; title: string } | undefined, end: (ids: readonly string[], collection: string) => void): void {
  if (down.button !== 0 || down.pointerType === "touch" || down.shiftKey || down.ctrlKey || down.metaKey) return;
  const over = new AbortController();
  const { signal } = over;

  const move = (event: PointerEvent) => {
    const { clientX: x, clientY: y } = event;
    if (!drop.rows && Math.hypot(x - down.clientX, y - down.clientY) < slack) return;
    const dragged = drop.rows ?? begin();
    if (!dragged) return over.abort();
    event.preventDefault();
    drop.rows = { ...dragged, x, y };
    drop.lookAt(x, y);
  };

  const finish = () => {
    over.abort();
    const { rows, beneath } = drop;
    if (!rows) return;
    drop.leave();
    // The click that follows is the end of the drag, and opens nothing.
    addEventListener("click", (event) => event.stopPropagation(), { capture: true, once: true, signal: AbortSignal.timeout(50) });
    if (beneath !== undefined) end(rows.ids, beneath);
  };

  const stop = () => {
    over.abort();
    drop.leave();
  };

  addEventListener("pointermove", move, { signal });
  addEventListener("pointerup", finish, { signal });
  addEventListener("pointercancel", stop, { signal });
  addEventListener("blur", stop, { signal });
  addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !drop.rows) return;
    event.stopPropagation();
    stop();
  }, { signal, capture: true });
}
