import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isAllowed } from '../../../src/policy/allowed.ts';
import type { AllowedValue } from '../../../src/policy/document.ts';
import { mergeAllowed } from '../../../src/policy/merged-allowed.ts';

const both = (general: readonly AllowedValue[], specific: readonly AllowedValue[]) =>
  mergeAllowed([
    { name: 'a', allowed: { status: general } },
    { name: 'b', allowed: { status: specific } },
  ])['status'];

describe('the allowed lists of several layers', () => {
  it.each<[string, AllowedValue[], AllowedValue[], AllowedValue[]]>([
    ['what both name', ['a', 'b'], ['b', 'c'], ['b']],
    ['nothing where they share nothing', ['a'], ['b'], []],
    ['a value that a pattern covers', ['web-*'], ['web-1', 'data'], ['web-1']],
    [
      'the values that a later pattern covers',
      ['web-1', 'data', 'web-2'],
      ['web-*'],
      ['web-1', 'web-2'],
    ],
    ['the narrower of two patterns', ['web-*'], ['web-a*'], ['web-a*']],
    ['the narrower of two patterns, whichever it is', ['web-a*'], ['web-*'], ['web-a*']],
    ['the later of two that overlap in part', ['web-*'], ['*-prod'], ['*-prod']],
    ['nothing of two that cannot overlap', ['web-*'], ['data-*'], []],
    ['nothing of two whose ends differ', ['*-test'], ['*-prod'], []],
    [
      'the pattern that overlaps one in part, though it covers another',
      ['*a', 'aa'],
      ['a*'],
      ['a*'],
    ],
    ['numbers and flags that are the same', [1, true, 2], [2, false, true], [2, true]],
    ['no number for a pattern', ['*'], [1], []],
    ['each value once', ['*'], ['a', 'a'], ['a']],
  ])('come to %s', (_, general, specific, expected) => {
    expect(both(general, specific)).toEqual(expected);
  });

  it('stand as they are where one layer alone restricts a member', () => {
    expect(
      mergeAllowed([
        { name: 'a', allowed: { status: ['x', 'x'] } },
        { name: 'b' },
        { name: 'c', allowed: { name: ['y'] } },
      ]),
    ).toEqual({ status: ['x', 'x'], name: ['y'] });
    expect(mergeAllowed([])).toEqual({});
  });

  it('leave out no value that each of them allows', () => {
    const pattern = fc.stringMatching(/^[ab*]{1,4}$/);
    const lists = fc.tuple(
      fc.array(pattern, { minLength: 1, maxLength: 3 }),
      fc.array(pattern, { minLength: 1, maxLength: 3 }),
    );
    fc.assert(
      fc.property(lists, fc.stringMatching(/^[ab]{0,5}$/), ([general, specific], value) => {
        fc.pre(isAllowed(value, general) && isAllowed(value, specific));
        expect(isAllowed(value, both(general, specific) ?? [])).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});
