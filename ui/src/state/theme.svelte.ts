// How the window looks: light or dark, and with how much contrast. Each follows the system unless it was chosen.
import { flushSync } from "svelte";
import { MediaQuery } from "svelte/reactivity";

import { host } from "../host";
import { prefer, preference } from "./preferences";

export type Theme = "light" | "dark";

const [themeKey, contrastKey] = ["theme", "contrast"];
const known = (name: string | null): Theme | undefined => (name === "light" || name === "dark" ? name : undefined);

class ThemeState {
  /** None follows the system. */
  chosen = $state(known(preference(themeKey)));
  /** Whether more contrast was asked for here. The system may ask for it besides. */
  wantsContrast = $state(preference(contrastKey) === "more");

  private systemIsDark = new MediaQuery("prefers-color-scheme: dark");
  private systemWantsContrast = new MediaQuery("prefers-contrast: more");

  now = $derived<Theme>(this.chosen ?? (this.systemIsDark.current ? "dark" : "light"));
  hasContrast = $derived(this.wantsContrast || this.systemWantsContrast.current);

  choose(theme: Theme | undefined): void {
    this.chosen = theme;
    prefer(themeKey, theme);
  }

  setContrast(wanted: boolean): void {
    this.wantsContrast = wanted;
    prefer(contrastKey, wanted ? "more" : undefined);
  }

  /** Puts it on the page at once, and from now on whenever it changes. */
  apply(): void {
    const page = document.documentElement;
    $effect.root(() => {
      $effect(() => {
        page.dataset["theme"] = this.now;
        page.dataset["contrast"] = this.hasContrast ? "more" : "normal";
      });
      // A frame that stays as it was is nothing to be told of.
      $effect(() => void host.setTheme(this.chosen ?? null).catch(() => {}));
    });
    flushSync();
  }
}

export const theme = new ThemeState();
