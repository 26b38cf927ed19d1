// Documents on their way into a collection that is about to be chosen.
import { host } from "../host";
import { words } from "../words";
import { library } from "./library.svelte";

class FilingState {
  /** Absent while none are to be put anywhere. */
  documents = $state.raw<readonly string[] | undefined>();
  /** Beside what it is asked. */
  beside = $state.raw<DOMRect | undefined>();
  /** Told aloud. */
  news = $state("");

  ask(documents: Iterable<string>, beside: DOMRect): void {
    [this.documents, this.beside] = [[...documents], beside];
  }

  end(): void {
    this.documents = undefined;
  }

  put(documents: readonly string[], collection: string): Promise<void> {
    return library.attempt(async () => {
      await host.fileDocuments([...documents], collection);
      this.news = words.collections.put(documents.length, collection);
    });
  }

  takeOut(documents: readonly string[], collection: string): Promise<void> {
    return library.attempt(async () => {
      await host.unfileDocuments([...documents], collection);
      this.news = words.collections.takenOut(documents.length, collection);
    });
  }
}

export const filing = new FilingState();
