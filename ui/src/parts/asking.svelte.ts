import { tick } from "svelte";

/** Whether something is to be done, asked once more in its own place. The focus goes along, and Escape means no. */
export class Asking {
  /** Whether it is being asked. */
  now = $state(false);
  /** The button that means no. */
  keep: HTMLElement | undefined = $state();
  /** The button that asks. */
  button: HTMLElement | undefined = $state();

  ask = async (wanted: boolean) => {
    this.now = wanted;
    await tick();
    (wanted ? this.keep : this.button)?.focus();
  };

  press = (event: KeyboardEvent) => {
    if (!this.now || event.key !== "Escape") return;
    // It would end the dialog, or what goes on in the window.
    event.preventDefault();
    event.stopPropagation();
    void this.ask(false);
  };
}
