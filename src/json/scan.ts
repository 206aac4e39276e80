import { childPointer } from './pointer.ts';
import { closingQuote } from './json-text.ts';

/** A member that its object holds more than once. */
export interface DuplicateMember {
  /** RFC 6901 pointer to the member; the same for every occurrence. */
  readonly pointer: string;
  /** The member's name with its escapes decoded. */
  readonly name: string;
}

/** Enough to mend a document by; more would only make an answer long. */
const most = 100;

/** A container that the scan is in: an object with the names it has had, or a list. */
type Container =
  | { readonly kind: 'object'; readonly names: Map<string, 'once' | 'reported'>; at: string }
  | { readonly kind: 'list'; at: number };

/**
 * The members that one object of a JSON text holds more than once, each reported once per object, the
 * first 100 of them. `JSON.parse` keeps the last of such members and says nothing.
 *
 * The text must be one that `JSON.parse` accepts. The time is linear in its length, and the depth of
 * its nesting is bounded by memory alone.
 *
 * @example duplicateMembers('{"a": [{"b": 1, "\\u0062": 2}]}') // [{ pointer: '/a/0/b', name: 'b' }]
 */
export const duplicateMembers = (text: string): DuplicateMember[] => {
  const found: DuplicateMember[] = [];
  const containers: Container[] = [];
  let nameComesNext = false;
  for (let index = 0; index < text.length && found.length < most; index += 1) {
    const container = containers.at(-1);
    switch (text[index]) {
      case '{':
        containers.push({ kind: 'object', names: new Map(), at: '' });
        nameComesNext = true;
        break;
      case '[':
        containers.push({ kind: 'list', at: 0 });
        break;
      case '}':
      case ']':
        containers.pop();
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
          if (before === 'once') found.push({ pointer: pointerOf(containers), name });
        }
        index = end;
        break;
      }
      default: // Scalars, colons and white space hold no names.
    }
  }
  return found;
};

const decoded = (literal: string): string =>
  literal.includes('\\') ? String(JSON.parse(literal)) : literal.slice(1, -1);

const pointerOf = (containers: readonly Container[]): string =>
  containers.reduce((pointer, { at }) => childPointer(pointer, at), '');
