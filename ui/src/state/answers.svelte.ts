// Who answers: the documents' own sentences, or a language model.
import { host, messageOf } from "../host";
import type { LanguageModelChoice } from "../host/messages/LanguageModelChoice";
import type { RunningServer } from "../host/messages/RunningServer";
import { modelName } from "./language-models";
import { modelFiles } from "./model-files.svelte";
import { settings } from "./settings.svelte";

const name = "answerer";

class AnswersState {
  /** The model that was chosen, whether it answers or not; absent until that is known. */
  chosen = $state.raw<LanguageModelChoice | null | undefined>();
  /** What runs on this computer; absent until it was looked for. */
  servers = $state.raw<RunningServer[] | undefined>();
  looking = $state(false);
  /** Why it is not known what was chosen. */
  problem = $state<string | undefined>();
  /** The unencrypted file that the key of a server is in, if one was given since the settings were opened. */
  keyFile = $state<string | undefined>();
  /** Why it is not known what runs here. */
  unlooked = $state<string | undefined>();

  isKnown = $derived(this.chosen !== undefined && settings.loaded);
  /** What people call the model that was chosen. */
  name = $derived(this.chosen ? modelName(this.chosen, modelFiles.files) : undefined);
  byModel = $derived(settings.values.get(name) === "model");

  async load(): Promise<void> {
    this.problem = undefined;
    const loaded = settings.load();
    try {
      // With the files it is known what one in a file is called.
      [this.chosen] = await Promise.all([host.languageModel(), modelFiles.load()]);
    } catch (error) {
      this.problem = messageOf(error);
    }
    await loaded;
  }

  /** Looks around on this computer. What was found before is shown until then. */
  async look(): Promise<void> {
    if (this.looking) return;
    this.looking = true;
    this.unlooked = undefined;
    try {
      this.servers = await host.runningServers();
    } catch (error) {
      this.unlooked = messageOf(error);
    } finally {
      this.looking = false;
    }
  }

  /** Lets the model answer that was chosen, or the documents' own sentences. The model stays chosen. */
  setByModel(wanted: boolean): Promise<void> {
    return settings.set(name, wanted ? "model" : "extractive");
  }

  /** Chooses a model, which answers from now on; says why if it is refused. */
  async choose(choice: LanguageModelChoice, key: string | null): Promise<string | undefined> {
    try {
      // What was kept in a file before is still there if nothing is kept this time.
      this.keyFile = (await host.chooseLanguageModel(choice, key)) ?? this.keyFile;
    } catch (error) {
      return messageOf(error);
    }
    await this.load();
    return undefined;
  }
}

export const answers = new AnswersState();
