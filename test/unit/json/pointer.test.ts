import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  childPointer,
  escapeSegment,
  fromPointer,
  toPointer,
  valueAt,
} from '../../../src/json/pointer.ts';

/** The document of RFC 6901, section 5. */
const document = {
  foo: ['bar', 'baz'],
  '': 0,
  'a/b': 1,
  'c%d': 2,
  'e^f': 3,
  'g|h': 4,
  'i\\j': 5,
  'k"l': 6,
  ' ': 7,
  'm~n': 8,
};

const examples: [pointer: string, segments: string[], value: unknown][] = [
  ['', [], document],
  ['/foo', ['foo'], ['bar', 'baz']],
  ['/foo/0', ['foo', '0'], 'bar'],
  ['/', [''], 0],
  ['/a~1b', ['a/b'], 1],
  ['/c%d', ['c%d'], 2],
  ['/e^f', ['e^f'], 3],
  ['/g|h', ['g|h'], 4],
  ['/i\\j', ['i\\j'], 5],
  ['/k"l', ['k"l'], 6],
  ['/ ', [' '], 7],
  ['/m~0n', ['m~n'], 8],
];

describe('an array', () => {
  it('has elements and nothing else', () => {
    expect(valueAt(['a'], '/0')).toBe('a');
    expect(valueAt(['a'], '/length')).toBeUndefined();
    expect(valueAt(['a'], '/00')).toBeUndefined();
  });
});

describe('a JSON Pointer', () => {
  it.each(examples)('of RFC 6901, section 5, leads where the RFC says: %j', (pointer, _, value) => {
    expect(valueAt(document, pointer)).toEqual(value);
  });

  it.each(examples)('is read into its segments and written from them: %j', (pointer, segments) => {
    expect(fromPointer(pointer)).toEqual(segments);
    expect(toPointer(segments)).toBe(pointer);
  });

  it('has the number of an item as its segment', () => {
    expect(toPointer(['workflows', 0, 'workflowArn'])).toBe('/workflows/0/workflowArn');
  });

  it('of a member or an item is made from that of its parent', () => {
    expect(childPointer('', 'a/b')).toBe('/a~1b');
    expect(childPointer('/tags', '')).toBe('/tags/');
    expect(childPointer('/a~1b', 0)).toBe('/a~1b/0');
  });

  it.each([
    ['~', '~0'],
    ['/', '~1'],
    ['~1', '~01'],
    ['~0', '~00'],
    ['/~', '~1~0'],
    ['~~//', '~0~0~1~1'],
  ])('has %j escaped as %j, in the order that the RFC gives', (segment, escaped) => {
    expect(escapeSegment(segment)).toBe(escaped);
    expect(fromPointer(`/${escaped}`)).toEqual([segment]);
  });

  it('comes back as it was from whatever segments it is written', () => {
    const segment = fc.oneof(fc.string(), fc.stringMatching(/^[~/01]*$/), fc.constant('__proto__'));
    fc.assert(
      fc.property(fc.array(segment), (segments) => {
        expect(fromPointer(toPointer(segments))).toEqual(segments);
      }),
    );
  });

  it('leads to every value of any document', () => {
    const walk = (value: unknown, path: readonly string[]): void => {
      expect(valueAt(json, toPointer(path))).toBe(value);
      if (typeof value !== 'object' || value === null) return;
      for (const [member, inner] of Object.entries(value)) walk(inner, [...path, member]);
    };
    let json: unknown;
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        json = value;
        walk(value, []);
      }),
    );
  });

  it.each(['/bar', '/foo/2', '/foo/-', '/foo/0/0', '/foo/bar', '//', '/c%25d', '/m~1n', '/a/b'])(
    'leads nowhere when the document has no such value: %j',
    (pointer) => {
      expect(valueAt(document, pointer)).toBeUndefined();
    },
  );

  it.each([
    '/toString',
    '/constructor',
    '/constructor/name',
    '/__proto__',
    '/foo/map',
    '/foo/0/at',
  ])('leads to no value that is only inherited: %s', (pointer) => {
    expect(valueAt(document, pointer)).toBeUndefined();
  });

  it('leads to a member of such a name when the document has it', () => {
    const json: unknown = JSON.parse('{"__proto__":{"constructor":1}}');
    expect(valueAt(json, '/__proto__/constructor')).toBe(1);
  });

  it.each([[null], [undefined], ['text'], [7], [true]])('leads nowhere in %j', (value) => {
    expect(valueAt(value, '')).toBe(value);
    expect(valueAt(value, '/0')).toBeUndefined();
  });
});
