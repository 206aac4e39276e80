import { type Node, type ParseError, parseTree } from 'jsonc-parser';

/** A place in a text, as editors count: from 1, columns in UTF-16 code units. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** Where the parts of a JSON text stand. */
export interface JsonPositions {
  /** Where the text stops being JSON, or an invalid string in it begins; `undefined` for valid JSON. */
  readonly mistake: Position | undefined;
  /**
   * Where a member's name or an element begins, given its unescaped pointer segments; of a member that
   * is there twice, the last one, which is the one that counts. What leads nowhere, as to a member that
   * is missing, has the place of the last thing on its way.
   */
  readonly of: (segments: readonly string[]) => Position;
  /** The text of the value that unescaped pointer segments lead to, as it stands; undefined where there is none. */
  readonly textAt: (segments: readonly string[]) => string | undefined;
}

/**
 * Finds where the parts of a JSON text stand.
 *
 * @example jsonPositions('{\n  "a": [1]\n}').of(['a', '0']) // { line: 2, column: 9 }
 */
export const jsonPositions = (text: string): JsonPositions => {
  const { root, mistake } = parse(text);
  const lines = [
    0,
    ...Array.from(text.matchAll(/\r\n|\n|\r/g), ({ 0: end, index }) => index + end.length),
  ];
  const positionAt = (offset: number): Position => {
    const line = lines.findLastIndex((start) => start <= offset);
    return { line: line + 1, column: offset - (lines[line] ?? 0) + 1 };
  };
  return {
    mistake: mistake === undefined ? undefined : positionAt(mistake.offset),
    of: (segments) => {
      let offset = root?.offset ?? 0;
      let node = root;
      for (const segment of segments) {
        const part = partOf(node, segment);
        if (part === undefined) break;
        offset = part.offset;
        node = part.type === 'property' ? part.children?.[1] : part;
      }
      return positionAt(offset);
    },
    textAt: (segments) => {
      const node = segments.reduce(valueIn, root);
      return node === undefined ? undefined : text.slice(node.offset, node.offset + node.length);
    },
  };
};

const valueIn = (node: Node | undefined, segment: string): Node | undefined => {
  const part = partOf(node, segment);
  return part?.type === 'property' ? part.children?.[1] : part;
};

const parse = (text: string): { root?: Node | undefined; mistake?: ParseError | undefined } => {
  const errors: ParseError[] = [];
  try {
    const root = parseTree(text, errors, { disallowComments: true });
    return { root, mistake: errors[0] };
  } catch (error) {
    // The parser is recursive. Nothing of a policy stands some thousand levels deep.
    if (error instanceof RangeError) return {};
    throw error;
  }
};

/** A member of an object, or an element of a list. */
const partOf = (node: Node | undefined, segment: string): Node | undefined =>
  node?.type === 'array'
    ? node.children?.[Number(segment)]
    : node?.children?.findLast(({ children }) => children?.[0]?.value === segment);
