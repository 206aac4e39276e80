import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { childPointer, fromPointer } from '../../../../src/json/pointer.ts';
import { jsonPositions } from '../../../../tools/policy/check/position.ts';

const text = `{
  "name": "x",
  "layers": [
    { "a/b": [1, {"c": null}], "t~": "€\\n\\"" },
\t"two"
  ]
}
`;

describe('the place of a part of a JSON text', () => {
  it.each([
    ['', 1, 1],
    ['/name', 2, 3],
    ['/layers', 3, 3],
    ['/layers/0', 4, 5],
    ['/layers/0/a~1b', 4, 7],
    ['/layers/0/a~1b/0', 4, 15],
    ['/layers/0/a~1b/1/c', 4, 19],
    ['/layers/0/t~0', 4, 32],
    ['/layers/1', 5, 2],
    ['/layers/0/missing', 4, 5],
    ['/layers/7/x', 3, 3],
    ['/name/x', 2, 3],
    ['/missing', 1, 1],
  ])('%s is line %i, column %i', (pointer, line, column) => {
    const { of, mistake } = jsonPositions(text);
    expect(of(fromPointer(pointer))).toEqual({ line, column });
    expect(mistake).toBeUndefined();
  });

  it('counts lines however they end', () => {
    const lines = jsonPositions('{"a":1,\r\n"b":2,\n\n"c":3,\r"d":4}');
    expect(['a', 'b', 'c', 'd'].map((name) => lines.of([name]).line)).toEqual([1, 2, 4, 5]);
  });

  it('of a member that is there twice is that of the last, and of what is in it', () => {
    const { of } = jsonPositions('{"a": {"x": 1},\n"a": {"y": 2}}');
    expect(of(['a'])).toEqual({ line: 2, column: 1 });
    expect(of(['a', 'y'])).toEqual({ line: 2, column: 7 });
    expect(of(['a', 'x'])).toEqual({ line: 2, column: 1 });
  });

  it('knows names by their decoded text, and __proto__ like any other', () => {
    const { of } = jsonPositions('{"\\u0061": 1, "__proto__": {"b": 2}}');
    expect(of(['a']).column).toBe(2);
    expect(of(['__proto__', 'b']).column).toBe(29);
  });

  it.each([
    ['', 1, 1],
    ['{"a": }', 1, 7],
    ['{"a": 1,}', 1, 9],
    ['{\n  "a": 1\n  "b": 2\n}', 3, 3],
    ['[1, 2', 1, 6],
    ['[1}', 1, 3],
    ['{"a": 1]', 1, 8],
    ['{"a" 1}', 1, 6],
    ["{'a': 1}", 1, 2],
    ['[01]', 1, 3],
    ['"a\nb"', 1, 1],
    ['"\\x"', 1, 1],
    ['{} {}', 1, 4],
    ['// comment\n{}', 1, 1],
    ['nul', 1, 1],
    ['\ufeff{}', 1, 1],
  ])('of the first mistake of %j is line %i, column %i', (broken, line, column) => {
    expect(jsonPositions(broken).mistake).toEqual({ line, column });
  });

  it('leads to every part of whatever JSON.stringify writes', () => {
    const pointers = (value: unknown, at = ''): [string, unknown][] => [
      [at, value],
      ...(typeof value === 'object' && value !== null
        ? Object.entries(value).flatMap(([name, inner]) => pointers(inner, childPointer(at, name)))
        : []),
    ];
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(0, 2, '\t'), (value, indent) => {
        const written = JSON.stringify(value, undefined, indent);
        const lines = written.split('\n');
        const { of, mistake } = jsonPositions(written);
        expect(mistake).toBeUndefined();
        for (const [pointer, part] of pointers(JSON.parse(written))) {
          const segments = fromPointer(pointer);
          const { line, column } = of(segments);
          const rest = [lines[line - 1]?.slice(column - 1), ...lines.slice(line)].join('\n');
          const name = JSON.stringify(segments.at(-1) ?? '');
          const starts = [name, JSON.stringify(part).slice(0, 1)];
          expect(starts.some((start) => rest.startsWith(start))).toBe(true);
        }
      }),
    );
  });

  it('tells JSON from what is not just as JSON.parse does', () => {
    const pieces = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '"a"',
      '1',
      '-',
      '.5',
      'e3',
      'true',
      ' ',
      '\n',
      '"',
      '\\',
      '\\u12',
      '\u0001',
      '\u007f',
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 8 }), (parts) => {
        const candidate = parts.join('');
        let isJson = true;
        try {
          JSON.parse(candidate);
        } catch {
          isJson = false;
        }
        expect(jsonPositions(candidate).mistake === undefined).toBe(isJson);
      }),
      { numRuns: 3000 },
    );
  });

  it('is found a thousand levels deep, and deeper than any parser goes it is that of the document', () => {
    const deep = (depth: number) => {
      const text = `${'{"a":['.repeat(depth)}1${']}'.repeat(depth)}`;
      const segments = Array.from({ length: depth * 2 }, (_, index) => (index % 2 ? '0' : 'a'));
      return jsonPositions(text).of(segments);
    };
    expect(deep(500).column).toBe(500 * 6 + 1);
    expect(deep(50_000)).toEqual({ line: 1, column: 1 });
  });
});
