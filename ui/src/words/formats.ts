// Numbers and dates as a language writes them.

/** How a language writes them; `locale` is its tag, such as `en`. */
export function formatsOf(locale: string) {
  const count = (number: number) => number.toLocaleString(locale);
  return {
    count,
    /** With so many digits behind the point. */
    decimal: (number: number, digits: number) =>
      number.toLocaleString(locale, { minimumFractionDigits: digits, maximumFractionDigits: digits }),
    /** How many there are of something that has one form for one and one for all others. */
    plural: (number: number, one: string, many: string) => `${count(number)} ${number === 1 ? one : many}`,
    /** Of a time in milliseconds since 1970. */
    date: (at: number) => new Date(at).toLocaleDateString(locale, { dateStyle: "medium" }),
    /** `month` counts from 0. */
    month: (year: number, month: number, withYear: boolean) =>
      new Date(year, month).toLocaleDateString(locale, { month: "long", year: withYear ? "numeric" : undefined }),
    /** Of a time in milliseconds since 1970. */
    time: (at: number) => new Date(at).toLocaleTimeString(locale, { hour: "2-digit", minute: "2-digit", hour12: false }),
  };
}
