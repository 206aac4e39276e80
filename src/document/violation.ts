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

/** A JSON value as it may be shown in a sentence: JSON, cut to 100 characters, control characters escaped. */
export const quote = (value: unknown): string => {
  const text = JSON.stringify(value);
  return text.length > longest ? `${text.slice(0, longest)}… (${text.length} characters)` : text;
};
