export { language, languages, words, type Language, type Words } from "./words.svelte";
