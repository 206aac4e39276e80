import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { doubtfulVersions } from '../../../src/core/versions.ts';

const prefix = 'arn:aws:imagebuilder:eu-west-1:123456789012';
const recipe = (version: string) => `${prefix}:image-recipe/web/${version}`;
const told = (arn: string) => doubtfulVersions([['/imageRecipeArn', arn]]);

describe('A version', () => {
  it.each([
    'x.x.x',
    '1.x.x',
    '1.2.x',
    '1.2.3',
    '0.0.0',
    '2026.12.03',
    '1073741823.1073741823.1073741823',
  ])('that the guide describes is accepted without a word: %s', (version) => {
    expect(told(recipe(version))).toEqual([]);
  });

  it.each([
    ['1.x.8', '1.x.x'],
    ['x.2.x', 'x.x.x'],
    ['x.x.3', 'x.x.x'],
    ['x.0.0', 'x.x.x'],
  ])('with a number to the right of an x is accepted with a warning: %s', (version, meant) => {
    expect(told(recipe(version))).toEqual([
      {
        pointer: '/imageRecipeArn',
        code: 'doubtful-version',
        detail: `Image Builder's guide says that everything to the right of an "x" is "x", as in "${meant}". Image Builder may refuse the version "${version}". It was left as it is.`,
      },
    ]);
  });

  it.each(['1.0.1073741824', '1073741824.x.x', '1.99999999999999999999.0'])(
    'with a number above 2^30-1 is accepted with a warning: %s',
    (version) => {
      expect(told(recipe(version))).toEqual([
        {
          pointer: '/imageRecipeArn',
          code: 'doubtful-version',
          detail: `Image Builder's guide says that each number of a version is at most 1073741823. Image Builder may refuse the version "${version}". It was left as it is.`,
        },
      ]);
    },
  );

  it('is looked at in every ARN that has one', () => {
    const arns: [string, string][] = [
      ['/imageRecipeArn', recipe('x.1.x')],
      ['/containerRecipeArn', `${prefix}:container-recipe/web/1.x.0`],
      ['/workflows/0/workflowArn', `${prefix}:workflow/test/a/1.x.3`],
      ['/workflows/1/workflowArn', `${prefix}:workflow/test/a/1073741824.0.0/1`],
    ];
    expect(doubtfulVersions(arns).map(({ pointer }) => pointer)).toEqual(
      arns.map(([pointer]) => pointer),
    );
  });

  it('is not looked for where none is: a build number is no part of it', () => {
    expect(told(`${prefix}:infrastructure-configuration/1.x.0`)).toEqual([]);
    expect(told(`${prefix}:workflow/test/a/1.0.0/9999999999`)).toEqual([]);
    expect(told('arn:aws:iam::123456789012:role/1.x.0')).toEqual([]);
    expect(told('1.x.0')).toEqual([]);
  });

  it('is doubtful exactly where a number follows an x or is too large', () => {
    const part = fc.oneof(fc.constant('x'), fc.nat({ max: 2 ** 31 }).map(String));
    fc.assert(
      fc.property(part, part, part, (...parts) => {
        const isOrdered = /^(?:\d+,)*(?:\d+|x)?(?:,x)*$/.test(parts.join(','));
        const isSmall = parts.every((text) => text === 'x' || Number(text) < 2 ** 30);
        expect(told(recipe(parts.join('.')))).toHaveLength(isOrdered && isSmall ? 0 : 1);
      }),
      { numRuns: 500 },
    );
  });
});
