/** What a JSON text is made of; `mistake` is where it stops being one, and `end` where it ends. */
export interface JsonToken {
  readonly kind: '{' | '}' | '[' | ']' | ',' | ':' | 'text' | 'scalar' | 'mistake' | 'end';
  readonly start: number;
  readonly end: number;
}

/** The tokens of a JSON text, in order; the last one is `mistake` or `end`. */
export function* jsonTokens(text: string): Generator<JsonToken, void> {
  let index = 0;
  for (;;) {
    index = matchEnd(whiteSpace, text, index);
    const token = tokenAt(text, index);
    yield token;
    if (token.kind === 'mistake' || token.kind === 'end') return;
    index = token.end;
  }
}

const whiteSpace = /[ \t\n\r]*/y;
const scalar = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?|true|false|null/y;
// What RFC 8259 calls unescaped: all but control characters, the quote and the backslash.
const plainCharacters = /[ !#-[\]-\uffff]*/y;
const escape = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;

const tokenAt = (text: string, start: number): JsonToken => {
  const character = text[start];
  switch (character) {
    case undefined:
      return { kind: 'end', start, end: start };
    case '{':
    case '}':
    case '[':
    case ']':
    case ',':
    case ':':
      return { kind: character, start, end: start + 1 };
    case '"':
      return textAt(text, start);
    default: {
      const end = matchEnd(scalar, text, start);
      return { kind: end === start ? 'mistake' : 'scalar', start, end };
    }
  }
};

const textAt = (text: string, start: number): JsonToken => {
  let index = start + 1;
  for (;;) {
    index = matchEnd(plainCharacters, text, index);
    if (text[index] === '"') return { kind: 'text', start, end: index + 1 };
    const end = matchEnd(escape, text, index);
    if (end === index) return { kind: 'mistake', start: index, end: index };
    index = end;
  }
};

/** Where a sticky expression stops matching; `start` where it does not match at all. */
const matchEnd = (expression: RegExp, text: string, start: number): number => {
  expression.lastIndex = start;
  return expression.test(text) ? expression.lastIndex : start;
};
