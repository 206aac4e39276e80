import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { duplicateMembers } from '../../../src/json/scan.ts';

describe('duplicateMembers', () => {
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
  ])('finds in %s %j', (text, pointers) => {
    expect(() => JSON.parse(text) as unknown).not.toThrow();
    expect(duplicateMembers(text).map(({ pointer }) => pointer)).toEqual(pointers);
  });

  it('gives the decoded name', () => {
    expect(duplicateMembers('{"\\u0061/b":1,"a\\/b":2}')).toEqual([
      { pointer: '/a~1b', name: 'a/b' },
    ]);
  });

  it('finds nothing in what JSON.stringify writes', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        expect(duplicateMembers(text)).toEqual([]);
      }),
    );
  });

  it('finds exactly the names that an object repeats, wherever it is nested', () => {
    const names = fc.array(fc.oneof(fc.string(), fc.constantFrom('a', 'b', '\\', '"', '{')));
    fc.assert(
      fc.property(names, fc.json(), (given, filler) => {
        const members = given.map((name) => `${JSON.stringify(name)}: ${filler}`).join(', ');
        const text = `[${filler}, {"in": {${members}}}]`;
        const repeated = new Set(given.filter((name, index) => given.indexOf(name) < index));
        expect(new Set(duplicateMembers(text).map(({ name }) => name))).toEqual(repeated);
      }),
    );
  });

  it('stops after the first hundred', () => {
    const members = Array.from({ length: 300 }, (_, index) => `"${index % 150}":0`).join(',');
    expect(duplicateMembers(`{${members}}`)).toHaveLength(100);
  });

  it('is not stopped by deep nesting', () => {
    const depth = 100_000;
    const text = `${'{"a":['.repeat(depth)}{"b":1,"b":2}${']}'.repeat(depth)}`;
    expect(duplicateMembers(text).map(({ name }) => name)).toEqual(['b']);
  });
});
