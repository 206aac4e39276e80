/** One thing that is worth saying about a document: where, which rule, and a sentence a person can act on. */
export interface Issue {
  /** RFC 6901 pointer into the document; `''` is the document itself. */
  readonly pointer: string;
  /** A stable word for programs. */
  readonly code: string;
  /** What is wrong, what is allowed, and an example that works. */
  readonly detail: string;
  /** The layer of the policy that the issue comes from, or that supplied the value it is about. */
  readonly layer?: string;
  /** The grant of the policy that the issue is about. */
  readonly grant?: string;
  /** Whom to ask about it. */
  readonly contact?: string;
}

/** The most issues that are put into words at once: enough to mend a document by. */
export const mostIssues = 100;

/** An issue of a part, with the pointer that it has in the whole. */
export const under =
  (prefix: string) =>
  (issue: Issue): Issue => ({ ...issue, pointer: `${prefix}${issue.pointer}` });

const longest = 100;

// What JSON leaves as it is and a terminal or a page does not: DEL, the C1 controls, line and
// paragraph separators, and the marks that turn the direction of the text around them.
const unprintable = /[\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g;

const escaped = (character: string): string =>
  `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;

/**
 * A JSON value as it may be shown in a sentence: JSON, at most 100 characters of it, with nothing in it
 * that a terminal or a page would act on. A longer text says how many characters it has.
 */
export const quote = (value: unknown): string => {
  const isText = typeof value === 'string';
  const whole = isText ? value : JSON.stringify(value);
  let shown = '';
  let read = 0;
  for (const character of whole) {
    const json = isText ? JSON.stringify(character).slice(1, -1) : character;
    const piece = json.replace(unprintable, escaped);
    if (shown.length + piece.length > longest) break;
    shown += piece;
    read += character.length;
  }
  const text = isText ? `"${shown}"` : shown;
  return read < whole.length ? `${text}… (${charactersIn(whole)} characters)` : text;
};

const charactersIn = (text: string): number =>
  text.length - (text.match(/[\ud800-\udbff][\udc00-\udfff]/g)?.length ?? 0);

/** Values as a sentence lists them, every one quoted: `"a", "b" or "c"`. */
export const quoteChoice = (values: readonly unknown[]): string => {
  const quoted = values.map(quote);
  const last = quoted.pop() ?? '';
  return quoted.length === 0 ? last : `${quoted.join(', ')} or ${last}`;
};

/** A text of at most so many UTF-16 code units, whole characters, with an ellipsis for what was left out. */
export const truncate = (text: string, most: number): string =>
  text.length > most ? `${text.slice(0, most).toWellFormed()}…` : text;
