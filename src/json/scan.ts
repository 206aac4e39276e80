import { childPointer } from './pointer.ts';

/** A member that its object holds more than once. */
export interface DuplicateMember {
  /** RFC 6901 pointer to the member; the same for every occurrence. */
  readonly pointer: string;
  /** The member's name with its escapes decoded. */
  readonly name: string;
}

/** What a parser does not tell of a JSON text. */
export interface JsonScan {
  /** How many levels deep objects and lists are nested; 0 for a scalar. */
  readonly depth: number;
  /** Each reported once per object, the first 100 of them: `JSON.parse` keeps the last and says nothing. */
  readonly duplicates: readonly DuplicateMember[];
}

/** Enough to mend a document by; more would only make an answer long. */
const mostDuplicates = 100;

/** A container that the scan is in: an object with the names it has had, or a list. */
type Container =
  | { readonly kind: 'object'; readonly names: Map<string, 'once' | 'reported'>; at: string }
  | { readonly kind: 'list'; at: number };

/**
 * Scans a JSON text for what parsing hides: how deep it is nested and which members stand twice.
 *
 * The text need not be valid, so that it can be asked before anything parses it; what is told of an
 * invalid one means nothing but for its depth. Linear in the length of the text, whose depth is
 * bounded by memory alone.
 *
 * @example scanJson('{"a": [{"b": 1, "\\u0062": 2}]}') // { depth: 3, duplicates: [{ pointer: '/a/0/b', name: 'b' }] }
 */
export const scanJson = (text: string): JsonScan => {
  const duplicates: DuplicateMember[] = [];
  const containers: Container[] = [];
  let depth = 0;
  let nameComesNext = false;
  const open = (container: Container): void => {
    containers.push(container);
    depth = Math.max(depth, containers.length);
  };
  for (let index = 0; index < text.length; index += 1) {
    const container = containers.at(-1);
    switch (text[index]) {
      case '{':
        open({ kind: 'object', names: new Map(), at: '' });
        nameComesNext = true;
        break;
      case '[':
        open({ kind: 'list', at: 0 });
        nameComesNext = false;
        break;
      case '}':
      case ']':
        containers.pop();
        nameComesNext = false;
        break;
      case ',':
        if (container?.kind === 'list') container.at += 1;
        nameComesNext = container?.kind === 'object';
        break;
      case '"': {
        const end = closingQuote(text, index);
        if (nameComesNext && container?.kind === 'object') {
          nameComesNext = false;
          const name = decoded(text.slice(index, end + 1));
          const before = container.names.get(name);
          container.at = name;
          container.names.set(name, before === undefined ? 'once' : 'reported');
          if (before === 'once' && duplicates.length < mostDuplicates) {
            duplicates.push({ pointer: pointerOf(containers), name });
          }
        }
        index = end;
        break;
      }
      default: // Scalars, colons and white space hold no names.
    }
  }
  return { depth, duplicates };
};

const decoded = (literal: string): string => {
  if (!literal.includes('\\')) return literal.slice(1, -1);
  try {
    return String(JSON.parse(literal));
  } catch {
    return literal;
  }
};

const pointerOf = (containers: readonly Container[]): string =>
  containers.reduce((pointer, { at }) => childPointer(pointer, at), '');

/** The index of the quote that ends the string beginning at `start`; the text's length where none does. */
const closingQuote = (text: string, start: number): number => {
  let end = text.indexOf('"', start + 1);
  while (end >= 0 && isEscaped(text, end)) end = text.indexOf('"', end + 1);
  return end < 0 ? text.length : end;
};

/** A quote is one of the string's own characters behind an odd number of backslashes. */
const isEscaped = (text: string, quote: number): boolean => {
  let first = quote;
  while (text[first - 1] === '\\') first -= 1;
  return (quote - first) % 2 === 1;
};
