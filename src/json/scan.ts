import { toPointer } from './pointer.ts';

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

/**
 * Scans a JSON text for what parsing hides: how deep it is nested and which members stand twice.
 *
 * The text need not be valid, so that it can be asked before anything parses it; what is told of an
 * invalid one means nothing but for its depth. Linear in the length of the text.
 *
 * @param deepest - Where the nesting is deeper the scan ends, with that depth and what it has found by
 * then: the pointers of what stands there would be as long.
 *
 * @example scanJson('{"a": [{"b": 1, "\\u0062": 2}]}', 32) // { depth: 3, duplicates: [{ pointer: '/a/0/b', name: 'b' }] }
 */
export const scanJson = (text: string, deepest: number): JsonScan => {
  const duplicates: DuplicateMember[] = [];
  // Of each container that the scan is in, outermost first: the member of an object or the index in a
  // list that it has come to, and the names that an object has had. Two lists, and not an object for each
  // container: a large body has a hundred thousand.
  const at: (string | number)[] = [];
  const names: (Map<string, 'once' | 'reported'> | undefined)[] = [];
  let level = 0;
  let depth = 0;
  let nameComesNext = false;
  const open = (start: string | number): void => {
    at[level] = start;
    names[level] = undefined;
    level += 1;
    depth = Math.max(depth, level);
    nameComesNext = start === '';
  };
  const name = (decodedName: string): void => {
    const known = (names[level - 1] ??= new Map<string, 'once' | 'reported'>());
    const before = known.get(decodedName);
    at[level - 1] = decodedName;
    known.set(decodedName, before === undefined ? 'once' : 'reported');
    if (before === 'once' && duplicates.length < mostDuplicates) {
      duplicates.push({ pointer: toPointer(at.slice(0, level)), name: decodedName });
    }
  };
  for (let index = 0; index < text.length && depth <= deepest; index += 1) {
    switch (text[index]) {
      case '{':
        open('');
        break;
      case '[':
        open(0);
        break;
      case '}':
      case ']':
        level = Math.max(0, level - 1);
        nameComesNext = false;
        break;
      case ',': {
        const place = at[level - 1];
        nameComesNext = level > 0 && typeof place === 'string';
        if (level > 0 && typeof place === 'number') at[level - 1] = place + 1;
        break;
      }
      case '"': {
        const end = closingQuote(text, index);
        if (nameComesNext) name(decoded(text.slice(index, end + 1)));
        nameComesNext = false;
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
