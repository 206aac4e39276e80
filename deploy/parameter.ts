/** What a text may be, and the value that it is read as; undefined for a text that does not fit. */
export interface Kind<T> {
  readonly allowed: string;
  readonly read: (text: string) => T | undefined;
}

/** A deploy parameter. */
export interface Parameter<T> {
  /** What it sets, in a few words. */
  readonly about: string;
  readonly allowed: string;
  /** What holds where nothing is set, as it would be written; undefined where nothing then is created. */
  readonly fallback?: string;
  /** @param text - Undefined where the parameter is not set and has no default. */
  readonly read: (text: string | undefined) => { readonly value: T } | undefined;
}

/** A parameter that always has a value. */
export const parameter = <T>(about: string, kind: Kind<T>, fallback: string): Parameter<T> => ({
  about,
  fallback,
  allowed: kind.allowed,
  read: (text = fallback) => asReading(kind.read(text)),
});

/** A parameter without a default: where it is not set, there is nothing of what it is for. */
export const optional = <T>(about: string, kind: Kind<T>): Parameter<T | undefined> => ({
  about,
  allowed: kind.allowed,
  read: (text) => (text === undefined ? { value: undefined } : asReading(kind.read(text))),
});

const asReading = <T>(value: T | undefined): { readonly value: T } | undefined =>
  value === undefined ? undefined : { value };

/** One of a few words. */
export const oneOf = <const T extends readonly string[]>(...words: T): Kind<T[number]> => ({
  allowed: words.map((word) => `\`${word}\``).join(', '),
  read: (text) => words.find((word) => word === text),
});

/** A whole number. */
export const wholeNumber = (least: number, most: number): Kind<number> => ({
  allowed: `a whole number from ${least} to ${most}`,
  read: (text) => {
    const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
    return value >= least && value <= most ? value : undefined;
  },
});

/** One of a few numbers. */
export const numberOf = (...numbers: readonly number[]): Kind<number> => ({
  allowed: numbers.join(', '),
  read: (text) => numbers.find((number) => String(number) === text),
});

/** A text of a form. */
export const matching = (form: RegExp, allowed: string): Kind<string> => ({
  allowed,
  read: (text) => (form.test(text) ? text : undefined),
});

/** Several texts of a form: a list in a file, with commas between them on the command line. */
export const listOf = ({ allowed, read }: Kind<string>): Kind<readonly string[]> => ({
  allowed: `a list: ${allowed}`,
  read: (text) => {
    const items = text.split(',').map((item) => item.trim());
    return items.every((item) => read(item) !== undefined) ? [...new Set(items)] : undefined;
  },
});
