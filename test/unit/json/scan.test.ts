import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scanJson } from '../../../src/json/scan.ts';

const duplicatesIn = (text: string) => scanJson(text, Infinity).duplicates;

describe('a member that stands twice', () => {
  it.each([
    ['{}', []],
    ['[]', []],
    ['"a:a"', []],
    ['12', []],
    ['{"a":1,"b":{"a":1},"c":[{"a":1},{"a":2}]}', []],
    ['{"a":"a","b":"a"}', []],
    ['["a","a",{"a":["a","a"]}]', []],
    ['{"a":1,"a":2}', ['/a']],
    ['{"a":1,"a":2,"a":3}', ['/a']],
    ['{ "a" : 1 ,\n\t"b" : 2 , "a" : 3 }', ['/a']],
    ['{"a":{"b":[0,{"c":1,"c":2}]}}', ['/a/b/1/c']],
    ['[[],[1,[2]],{"a":[],"a":{}}]', ['/2/a']],
    ['{"a":{"x":1},"b":2,"a":{"x":1}}', ['/a']],
    ['{"a":1,"\\u0061":2}', ['/a']],
    ['{"\\"":1,"\\u0022":2}', ['/"']],
    ['{"a\\\\":1,"b":"\\\\","a\\\\":2}', ['/a\\']],
    ['{"/~":1,"/~":2}', ['/~1~0']],
    ['{"":1,"":2}', ['/']],
    ['{"__proto__":1,"__proto__":2,"constructor":3}', ['/__proto__']],
    ['{"a":"{\\"b\\":1,\\"b\\":2}","b":"]}"}', []],
    ['{"Key":1,"key":2}', []],
  ])('is found, in %s: %j', (text, pointers) => {
    expect(() => JSON.parse(text) as unknown).not.toThrow();
    expect(duplicatesIn(text).map(({ pointer }) => pointer)).toEqual(pointers);
  });

  it('has its name decoded', () => {
    expect(duplicatesIn('{"\\u0061/b":1,"a\\/b":2}')).toEqual([{ pointer: '/a~1b', name: 'a/b' }]);
  });

  it('is never in what JSON.stringify writes', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        expect(duplicatesIn(text)).toEqual([]);
      }),
    );
  });

  it('has exactly the names that an object repeats, wherever it is nested', () => {
    const names = fc.array(fc.oneof(fc.string(), fc.constantFrom('a', 'b', '\\', '"', '{')));
    fc.assert(
      fc.property(names, fc.json(), (given, filler) => {
        const members = given.map((name) => `${JSON.stringify(name)}: ${filler}`).join(', ');
        const text = `[${filler}, {"in": {${members}}}]`;
        const repeated = new Set(given.filter((name, index) => given.indexOf(name) < index));
        expect(new Set(duplicatesIn(text).map(({ name }) => name))).toEqual(repeated);
      }),
    );
  });

  it('is told of up to a hundred times', () => {
    const members = Array.from({ length: 300 }, (_, index) => `"${index % 150}":0`).join(',');
    expect(duplicatesIn(`{${members}}`)).toHaveLength(100);
  });

  it('is found under any depth of nesting', () => {
    const depth = 100_000;
    const text = `${'{"a":['.repeat(depth)}{"b":1,"b":2}${']}'.repeat(depth)}`;
    expect(duplicatesIn(text).map(({ name }) => name)).toEqual(['b']);
  });
});

describe('the depth of a JSON text', () => {
  it.each([
    ['12', 0],
    ['"[[["', 0],
    ['', 0],
    ['{}', 1],
    ['[]', 1],
    ['[1,[],{}]', 2],
    ['{"a":{"b":[0,{"c":1}]},"d":[]}', 4],
    ['[[],[],[[]]]', 3],
    ['{"[[[":"{{{"}', 1],
    ['["\\"[[["]', 1],
    ['["\\\\",[["x"]]]', 3],
    ['[[[', 3],
    ['[}]]]][[', 2],
  ])('of %s is %d', (text, depth) => {
    expect(scanJson(text, Infinity).depth).toBe(depth);
  });

  it('is that of the value it stands for', () => {
    const depthOf = (value: unknown): number =>
      typeof value === 'object' && value !== null
        ? 1 + Math.max(0, ...Object.values(value).map(depthOf))
        : 0;
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 8 }), fc.nat({ max: 4 }), (value, indent) => {
        expect(scanJson(JSON.stringify(value, null, indent), Infinity).depth).toBe(depthOf(value));
      }),
    );
  });

  it('may be more than any call stack holds', () => {
    expect(scanJson('['.repeat(200_000), Infinity).depth).toBe(200_000);
  });
});

describe('a text that is not JSON', () => {
  it('never makes a scan throw', () => {
    const piece = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '"',
      '\\',
      'a',
      '\\u00',
      '"a":',
      '\n',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(piece).map((all) => all.join('')),
        ),
        (text) => {
          expect(scanJson(text, Infinity).depth).toBeGreaterThanOrEqual(0);
        },
      ),
      { numRuns: 2_000 },
    );
  });

  it.each([
    '{"',
    '{"a',
    '{"a\\',
    '{"\\u00":1,"\\u00":2}',
    ']',
    '}',
    ',',
    '"',
    '{"a":1}}}{"a":1,"a":2}',
  ])('is scanned to its end: %s', (text) => {
    expect(() => JSON.parse(text) as unknown).toThrow();
    expect(scanJson(text, Infinity).duplicates.length).toBeLessThanOrEqual(1);
  });
});

describe('nesting deeper than what is read', () => {
  it('ends the scan, and nothing behind it is looked at', () => {
    const text = `{"a":1,"a":2,"b":${'['.repeat(10)}{"c":1,"c":2}`;
    expect(scanJson(text, 3)).toMatchObject({
      depth: 4,
      duplicates: [{ pointer: '/a', name: 'a' }],
    });
    expect(scanJson(text, 12).duplicates).toHaveLength(2);
    expect(scanJson('['.repeat(200_000), 32).depth).toBe(33);
  });
});

describe('a scan', () => {
  // Of a million characters that were looked at over and over it would take minutes.
  it.each<[string, (length: number) => string]>([
    ['one text of backslashes', (length) => `"${'\\\\'.repeat(length / 2)}"`],
    ['one text of escaped quotes', (length) => `"${'\\"'.repeat(length / 2)}"`],
    [
      'quotes behind backslashes',
      (length) => `["${'\\'.repeat(length / 2)}${'"'.repeat(length / 2)}`,
    ],
    ['deep nesting', (length) => '{"a":'.repeat(length / 5)],
    ['many members', (length) => `{${'"a":1,'.repeat(length / 6)}"b":2}`],
    [
      'many duplicates deep down',
      (length) => `${'['.repeat(length / 2)}{${'"a":1,'.repeat(length / 12)}}`,
    ],
  ])('looks at each character once, and so ends: %s', (_, textOf) => {
    expect(scanJson(textOf(1_200_000), Infinity).duplicates.length).toBeLessThanOrEqual(1);
  });
});
