// Says in one language what the engine says in another. What the engine tells comes whole, with names and numbers in it;
// a pattern stands for all texts that differ in these only. What none fits is told as it comes.

/** A text and its translation. `{a name}` stands for anything, `{#number}` for digits, `{/path}` for where a file is. */
export type Pair = readonly [from: string, to: string];

interface Pattern {
  looks: RegExp;
  names: string[];
  to: string;
  startsSmall: boolean;
}

const holes = /\{([#/]?)(\w+)\}/g;
const kinds: Record<string, string> = { "#": "(\\d[\\d,.]*)", "/": "((?:/|[A-Za-z]:\\\\).*?)", "": "(.*?)" };
const literal = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

function patternOf([from, to]: Pair): Pattern {
  const names: string[] = [];
  let looks = "";
  let end = 0;
  for (const hole of from.matchAll(holes)) {
    looks += literal(from.slice(end, hole.index)) + kinds[hole[1] ?? ""];
    names.push(hole[2] ?? "");
    end = hole.index + hole[0].length;
  }
  looks += literal(from.slice(end).replace(/\.$/, ""));
  const startsSmall = /^[a-z]/.test(from);
  if (startsSmall) looks = `[${looks[0]}${looks[0]?.toUpperCase()}]${looks.slice(1)}`;
  // What stands alone in a list begins with a capital and ends with a full stop, what stands within a sentence does not.
  return { looks: new RegExp(`^${looks}\\.?$`, "s"), names, to, startsSmall };
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

/**
 * Translates by pairs, of which the first that fits is taken. `parts` are only looked for within a text that fits, and
 * only where the name of a hole is among `told`.
 */
export function translator(texts: readonly Pair[], parts: readonly Pair[], told: ReadonlySet<string>): (text: string) => string {
  // Most people see no error for days, so nothing is made of the pairs before there is one.
  let whole: Pattern[] | undefined;
  let within: Pattern[] | undefined;

  function say(text: string, patterns: Pattern[]): string | undefined {
    for (const pattern of patterns) {
      const found = pattern.looks.exec(text);
      if (!found) continue;
      const values = new Map(pattern.names.map((name, place) => [name, found[place + 1] ?? ""]));
      const said = pattern.to.replace(holes, (_, __, name: string) => filled(name, values.get(name) ?? "")).replace(/([?!])\.(?=\s|$)/g, "$1");
      const whole = text.endsWith(".") && !/[.!?…:]$/.test(said) ? `${said}.` : said;
      return pattern.startsSmall && /^[A-Z]/.test(text) ? capital(whole) : whole;
    }
    return undefined;
  }

  function filled(name: string, value: string): string {
    if (!told.has(name)) return value;
    within ??= [...parts, ...texts].map(patternOf);
    const said = say(value, within) ?? value;
    return value.endsWith(".") ? said : said.replace(/\.$/, "");
  }

  return (text) => {
    whole ??= texts.map(patternOf);
    return say(text, whole) ?? text;
  };
}
