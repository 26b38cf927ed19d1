// What a person has set up for themselves in this window. It is kept by the web view, not by the library: another
// library looks the same.

/** Nothing where nothing was set, and where there is no web view to keep it. */
export const preference = (key: string): string | null => globalThis.localStorage?.getItem(key) ?? null;

/** `undefined` gives it back to the app. */
export function prefer(key: string, value: string | undefined): void {
  if (value === undefined) globalThis.localStorage?.removeItem(key);
  else globalThis.localStorage?.setItem(key, value);
}
