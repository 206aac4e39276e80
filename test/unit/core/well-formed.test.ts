import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { withoutMalformed } from '../../../src/core/well-formed.ts';
import { deepFreeze } from '../../../src/json/deep-freeze.ts';
import type { JsonObject } from '../../../src/json/json-value.ts';
import { checkShape } from '../../../src/schema/request-schema.ts';
import { schemaCodes } from '../../../src/schema/explain.ts';
import { brokenRequest } from '../schema/broken-request.ts';

const sent = deepFreeze({
  name: 'web',
  tags: { 'a/b': '1', C: '2' },
  schedule: { timezone: 'Etc/UTC', autoDisablePolicy: { failureCount: 3 } },
  workflows: [{ workflowArn: 'a' }, { workflowArn: 'b', onFailure: 'ABORT' }],
});

const without = (...issues: (readonly [pointer: string, code: string])[]): JsonObject =>
  withoutMalformed(
    sent,
    issues.map(([pointer, code]) => ({ pointer, code, detail: '' })),
  );

const valueCodes = [
  'wrong-type',
  'not-in-enum',
  'too-short',
  'too-long',
  'too-small',
  'too-large',
  'pattern-mismatch',
  'unpaired-surrogate',
  'number-out-of-range',
  'duplicate-member',
  'invalid',
];
const countCodes = [
  'required',
  'too-few-items',
  'too-many-items',
  'repeated-item',
  'too-few-members',
  'too-many-members',
];
const nameCodes = ['unknown-member', 'invalid-tag-key'];

describe('what was sent, less what is malformed', () => {
  it('is the very same where nothing is', () => {
    expect(without()).toBe(sent);
  });

  it.each(valueCodes)('has a member whose value is malformed with an unknown value: %s', (code) => {
    expect(without(['/name', code])).toStrictEqual({ ...sent, name: undefined });
    expect(without(['/schedule', code])).toStrictEqual({ ...sent, schedule: undefined });
    expect(without(['/tags/a~1b', code])).toStrictEqual({
      ...sent,
      tags: { 'a/b': undefined, C: '2' },
    });
    expect(without(['/workflows/1/onFailure', code], ['/workflows/0', code])).toStrictEqual({
      ...sent,
      workflows: [undefined, { workflowArn: 'b', onFailure: undefined }],
    });
  });

  it.each(nameCodes)('has no member whose name cannot stand there: %s', (code) => {
    const { name: _, ...unnamed } = sent;
    expect(without(['/name', code])).toStrictEqual(unnamed);
    expect(without(['/tags/a~1b', code])).toStrictEqual({ ...sent, tags: { C: '2' } });
    expect(without(['/workflows/1/onFailure', code])).toStrictEqual({
      ...sent,
      workflows: [{ workflowArn: 'a' }, { workflowArn: 'b' }],
    });
  });

  it.each(countCodes)('has every value that only the count of stands against: %s', (code) => {
    expect(
      without(
        ['/workflows', code],
        ['/tags', code],
        ['/schedule', code],
        ['/imageRecipeArn', code],
      ),
    ).toStrictEqual(sent);
  });

  it('has the first fifty tags of a map with too many, of those whose keys can be', () => {
    const tags = Object.fromEntries(Array.from({ length: 60 }, (_, index) => [`T${index}`, 'x']));
    const issues = [
      { pointer: '/tags', code: 'too-many-members', detail: '' },
      { pointer: '/tags/T0', code: 'invalid-tag-key', detail: '' },
      { pointer: '/tags/T1', code: 'too-long', detail: '' },
    ];
    const known = withoutMalformed({ tags, imageTags: tags }, issues);
    expect(Object.keys(known['tags'] as object)).toEqual(Object.keys(tags).slice(1, 51));
    expect(known['tags']).toHaveProperty('T1', undefined);
    expect(known['imageTags']).toEqual(tags);
  });

  it('is known for every code that a schema can give', () => {
    const known = [...valueCodes, ...countCodes, ...nameCodes];
    expect(schemaCodes.filter((code) => !known.includes(code))).toEqual([]);
  });

  it('keeps a tag named __proto__, and drops one', () => {
    const tags = JSON.parse('{"__proto__": "1", "A": "2"}') as JsonObject;
    const of = (code: string) =>
      withoutMalformed({ tags }, [{ pointer: '/tags/__proto__', code, detail: '' }])['tags'];
    expect(Object.keys(of('wrong-type') as object)).toEqual(['__proto__', 'A']);
    expect(Object.keys(of('invalid-tag-key') as object)).toEqual(['A']);
    expect(Object.getPrototypeOf(of('wrong-type'))).toBe(Object.prototype);
  });

  it('has nothing against it any more, but what is missing or too much', () => {
    fc.assert(
      fc.property(brokenRequest(), ({ request }) => {
        const text = JSON.stringify(request);
        const { issues } = checkShape(request);
        const known = withoutMalformed(deepFreeze(request), issues);
        expect(JSON.stringify(request)).toBe(text);
        // What is unknown goes, as in JSON; a list keeps the place of an unknown item as null.
        const left = checkShape(JSON.parse(JSON.stringify(known)) as JsonObject).issues.filter(
          ({ pointer, code }) => !countCodes.includes(code) && !/\/\d+$/.test(pointer),
        );
        expect(left).toEqual([]);
      }),
    );
  });
});
