/** One thing that is wrong with a request: where, which rule, and a sentence a person can act on. */
export interface Violation {
  /** RFC 6901 pointer into the body. */
  readonly pointer: string;
  /** A stable word for programs. */
  readonly code: string;
  /** What is wrong, what is allowed, and an example that works. */
  readonly detail: string;
}

/** Something that does not stop a request, but that its sender should know. */
export type Warning = Violation;

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
  const characters = Array.from(isText ? value : JSON.stringify(value));
  let shown = '';
  let count = 0;
  for (const character of characters) {
    const json = isText ? JSON.stringify(character).slice(1, -1) : character;
    const piece = json.replace(unprintable, escaped);
    if (shown.length + piece.length > longest) break;
    shown += piece;
    count += 1;
  }
  const text = isText ? `"${shown}"` : shown;
  return count < characters.length ? `${text}… (${characters.length} characters)` : text;
};
