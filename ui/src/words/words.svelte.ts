// Every text a person sees, in the language that was chosen.
import { prefer, preference } from "../state/preferences";
import * as de from "./de";
import * as en from "./en";

export type Words = typeof en;

/** The languages there are, by their tags, each named by itself. */
export const languages = { en: "English", de: "Deutsch" } as const;
export type Language = keyof typeof languages;

const catalogues: Record<Language, Words> = { en, de };
const key = "language";

function known(tag: string | null): Language | undefined {
  const primary = tag?.split("-")[0];
  return Object.keys(languages).find((language): language is Language => language === primary);
}

class LanguageState {
  /** None follows the system. */
  chosen = $state(known(preference(key)));
  readonly now = $derived(this.chosen ?? [...(globalThis.navigator?.languages ?? [])].map(known).find((language) => language !== undefined) ?? "en");

  choose(language: Language | undefined): void {
    this.chosen = language;
    prefer(key, language);
  }
}

export const language = new LanguageState();

/** What reads it in a template or an effect is told in the other language as soon as that is chosen. */
export const words: Words = new Proxy({} as Words, { get: (_, room) => catalogues[language.now][room as keyof Words] });
