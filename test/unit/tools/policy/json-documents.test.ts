import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readDocuments } from '../../../../tools/policy/json-documents.ts';

describe('the JSON documents of a file', () => {
  it.each<[string, string, unknown[], number[]]>([
    ['one document', ' {"a": 1}\n', [{ a: 1 }], [1]],
    [
      'JSON lines',
      '{"a": "}{"}\n\n{"a": "\\"["}\r\n[1]',
      [{ a: '}{' }, { a: '"[' }, [1]],
      [1, 3, 4],
    ],
    ['pages behind each other', '{\n"a": 1\n}{\n"a": 2\n}', [{ a: 1 }, { a: 2 }], [1, 3]],
    ['plain values', '1 "two" null', [1, 'two', null], [1, 1, 1]],
  ])('are found in %s', (_, text, values, lines) => {
    const { documents, diagnostics } = readDocuments(text);
    expect(diagnostics).toEqual([]);
    expect(documents.map(({ value }) => value)).toEqual(values);
    expect(documents.map(({ line }) => line)).toEqual(lines);
  });

  it.each([
    ['', '1:1', 'The file is empty.'],
    ['{"a": 1}\n{"a": }\n', '2:7', 'Not JSON: '],
    ['{"a": 1}\n  {"a": [1, 2}', '2:14', 'Not JSON: '],
    ['{"a": 1},\n{"a": 2}', '1:9', 'Not JSON: '],
    ['[1]\n]', '2:1', 'Not JSON: '],
    ['{"a": "b', '1:7', 'Not JSON: '],
  ])('of %j are not all there, and it is said where', (text, place, detail) => {
    const [first, ...others] = readDocuments(text).diagnostics;
    expect(others).toEqual([]);
    expect(`${first?.line ?? 0}:${first?.column ?? 0}`).toBe(place);
    expect(first?.detail).toContain(detail);
  });

  it('have the places of their issues in the file', () => {
    const { documents } = readDocuments('{}\n {"a":\n  {"b": 1}}');
    const issue = (pointer: string) => ({ pointer, code: 'x', detail: 'y' });
    expect(documents[1]?.placed(issue('/a'))).toMatchObject({ line: 2, column: 3 });
    expect(documents[1]?.placed(issue('/a/b'))).toMatchObject({ line: 3, column: 4 });
  });

  it('have the elements of a list as documents', () => {
    const items = readDocuments('[{"a": 1},\n  {"b": 1e999}]').documents[0]?.items() ?? [];
    expect(items.map(({ text, line }) => [text, line])).toEqual([
      ['{"a": 1}', 1],
      ['{"b": 1e999}', 2],
    ]);
    expect(items[1]?.placed({ pointer: '/b', code: 'x', detail: 'y' })).toMatchObject({
      column: 4,
    });
  });

  it('are read as they were written, however many there are and however they are apart', () => {
    const container = fc.oneof(
      fc.dictionary(fc.string(), fc.jsonValue()),
      fc.array(fc.jsonValue()),
    );
    const space = fc.constantFrom('', '\n', ' \r\n', '\n\n\t');
    fc.assert(
      fc.property(fc.array(fc.tuple(container, space), { minLength: 1 }), (parts) => {
        const text = parts.map(([value, between]) => `${JSON.stringify(value)}${between}`).join('');
        const { documents } = readDocuments(text);
        expect(documents.map((one) => one.text)).toEqual(
          parts.map(([value]) => JSON.stringify(value)),
        );
      }),
    );
  });
});
