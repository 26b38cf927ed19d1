// The documents that come with the app, to try it with, and questions for them.
import { host } from "../host";
import { plain } from "./fold";

/** By their titles, and in their language. */
const questions: Readonly<Record<string, readonly string[]>> = {
  "The lighthouse keeper's handbook": ["How long is the middle watch?", "How much oil does the lamp take in an hour?"],
  "A short history of tea": ["Who was Lu Yu?", "What happened in Boston in 1773?"],
};
const shown = 3;
/** In documents: in a larger library nobody tries the samples. */
const small = 12;

class SamplesState {
  /** What can be asked of those that are there, the first of each before the second of any. */
  questions = $state.raw<readonly string[]>([]);

  /** Looks which are there, in a library of so many documents. */
  async look(documents: number): Promise<void> {
    this.questions = documents === 0 || documents > small ? [] : await this.found();
  }

  private async found(): Promise<readonly string[]> {
    try {
      const found = await host.findDocuments({ collection: null, looked_for: "", kinds: [], only_unread: false, order: "added", is_descending: true, offset: 0, limit: small });
      const titles = new Set(found.documents.map(({ title }) => plain(title)));
      const there = Object.entries(questions).filter(([title]) => titles.has(plain(title))).map(([, asked]) => asked);
      return [0, 1].flatMap((place) => there.flatMap((asked) => asked[place] ?? [])).slice(0, shown);
    } catch {
      // They are not needed.
      return [];
    }
  }
}

export const samples = new SamplesState();
