// What the person chose, and chooses.
import { host, messageOf } from "../host";

/** How their dialog came to be open. */
export interface OpenedSettings {
  /** What was pressed. */
  opener: HTMLElement;
  /** The id of the section to begin at. */
  section: string | undefined;
}

class SettingsState {
  values = $state.raw<ReadonlyMap<string, string | null>>(new Map());
  loaded = $state(false);
  /** Absent while their dialog is closed. */
  opened = $state.raw<OpenedSettings | undefined>();
  problem = $state<string | undefined>();
  /** Quick changes must reach the engine in the order in which they were made. */
  private last: Promise<void> = Promise.resolve();

  async open(opener: HTMLElement, section?: string): Promise<void> {
    await this.load();
    this.opened = { opener, section };
  }

  async load(): Promise<void> {
    this.problem = undefined;
    try {
      const settings = await host.listSettings();
      this.values = new Map(settings.map(({ name, value }) => [name, value]));
      this.loaded = true;
    } catch (error) {
      this.problem = messageOf(error);
    }
  }

  /** Saves a choice at once; one that is refused is not kept. */
  set(name: string, value: string | null): Promise<void> {
    this.values = new Map(this.values).set(name, value);
    this.last = this.last.then(async () => {
      this.problem = undefined;
      try {
        await host.setSetting(name, value);
      } catch (error) {
        await this.load();
        this.problem = messageOf(error);
      }
    });
    return this.last;
  }
}

export const settings = new SettingsState();
