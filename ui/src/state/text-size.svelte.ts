// How large everything in the window is.
import { host } from "../host";
import { words } from "../words";
import { prefer, preference } from "./preferences";

const key = "text-size";
const normal = 100;

/** In percent. */
const textSizes = [80, 90, 100, 110, 125, 150, 175, 200] as const;

/** The next one in a direction, or the last there is. */
export function stepped(percent: number, by: 1 | -1): number {
  const all = by === 1 ? textSizes : [...textSizes].reverse();
  return all.find((size) => (size - percent) * by > 0) ?? percent;
}

function kept(): number {
  const percent = Number(preference(key));
  return textSizes.some((size) => size === percent) ? percent : normal;
}

class TextSizeState {
  percent = $state(kept());
  /** Told aloud. */
  news = $state("");

  isLeast = $derived(stepped(this.percent, -1) === this.percent);
  isMost = $derived(stepped(this.percent, 1) === this.percent);

  step(by: 1 | -1): void {
    this.set(stepped(this.percent, by));
  }

  reset(): void {
    this.set(normal);
  }

  set(percent: number): void {
    this.percent = percent;
    this.news = words.shell.textSizeNow(percent);
    prefer(key, percent === normal ? undefined : String(percent));
    this.apply();
  }

  apply(): void {
    // Where the host cannot, everything is as it was drawn.
    void host.setZoom(this.percent / 100).catch(() => {});
  }
}

export const textSize = new TextSizeState();
