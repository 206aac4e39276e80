import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compilePolicy } from '../../../../src/policy/compile.ts';
import type { Applies, Layer } from '../../../../src/policy/document.ts';
import { setsOf } from '../../../../src/policy/select-layers.ts';
import { appliesWhenever } from '../../../../tools/policy/check/layer-conditions.ts';
import {
  type Condition,
  conditionOf,
  isImpliedBy,
  whyNever,
} from '../../../../tools/policy/check/conditions.ts';
import {
  arbitraryFacts,
  arbitraryPlainPolicy,
  arbitrarySent,
} from '../../../support/arbitrary-policy.ts';

const payments = 'arn:aws:sts::111122223333:assumed-role/payments-*/*';

describe('a condition that holds whenever another does', () => {
  it.each<[string, Applies | undefined, Applies | undefined, boolean]>([
    ['none at all', undefined, { groups: ['a'] }, true],
    ['none at all, of none', undefined, undefined, true],
    ['any, of none', { groups: ['*'] }, undefined, false],
    ['the same', { callers: [payments] }, { callers: [payments] }, true],
    ['a wider pattern', { callers: ['arn:*'] }, { callers: [payments] }, true],
    ['a narrower pattern', { callers: [payments] }, { callers: ['arn:*'] }, false],
    [
      'one that covers only one of two',
      { callers: [payments] },
      { callers: [payments, 'jwt:*'] },
      false,
    ],
    ['two that cover two', { callers: ['jwt:*', 'arn:*'] }, { callers: [payments, 'jwt:a'] }, true],
    [
      'with fewer matchers',
      { accounts: ['1*'] },
      { accounts: ['111122223333'], recipe: ['image'] },
      true,
    ],
    [
      'with more matchers',
      { accounts: ['1*'], recipe: ['image'] },
      { accounts: ['111122223333'] },
      false,
    ],
    ['the account in the ARNs', { accounts: ['111122223333'] }, { callers: [payments] }, true],
    [
      'another account than in the ARNs',
      { accounts: ['444455556666'] },
      { callers: [payments] },
      false,
    ],
    [
      'an account that not all ARNs spell out',
      { accounts: ['111122223333'] },
      { callers: [payments, 'arn:*'] },
      false,
    ],
    ['all that are known, of callers with groups', { callers: ['*'] }, { groups: ['a'] }, true],
    ['tokens, of callers with groups', { callers: ['jwt:*'] }, { groups: ['a'] }, false],
    [
      'tokens and bots, of callers with groups',
      { callers: ['jwt:*', 'bot:*'] },
      { groups: ['a'] },
      true,
    ],
    ['IAM callers, of callers with accounts', { callers: ['arn:*'] }, { accounts: ['1*'] }, true],
    ['tokens, of callers with accounts', { callers: ['jwt:*'] }, { accounts: ['1*'] }, false],
    ['all that are known, of anonymous', { callers: ['*'] }, { callers: ['anonymous'] }, false],
    ['all that are known, of all', { callers: ['*'] }, undefined, false],
    [
      'anonymous too, of anonymous',
      { callers: ['*', 'anonymous'] },
      { callers: ['anonymous'] },
      true,
    ],
    ['groups', { groups: ['a*'] }, { groups: ['ab', 'ac'] }, true],
    ['groups of which one is another', { groups: ['a*'] }, { groups: ['ab', 'b'] }, false],
    ['both recipes', { recipe: ['image', 'container'] }, { recipe: ['image'] }, true],
    ['both recipes, where there may be none', { recipe: ['image', 'container'] }, undefined, false],
    ['one recipe of two', { recipe: ['image'] }, { recipe: ['image', 'container'] }, false],
  ])('%s', (_, implied, by, expected) => {
    expect(isImpliedBy(conditionOf(implied), conditionOf(by))).toBe(expected);
  });
});

describe('conditions that no request meets', () => {
  it.each<[string, Applies[], RegExp | undefined]>([
    ['none', [], undefined],
    ['IAM callers of an account', [{ callers: [payments], accounts: ['111122223333'] }], undefined],
    ['tokens with groups', [{ callers: ['jwt:*'], groups: ['a'] }], undefined],
    [
      'a role for a caller',
      [{ callers: ['arn:aws:iam::111122223333:role/a'] }],
      /no caller has such an id/,
    ],
    ['one of two a role', [{ callers: ['arn:aws:iam::111122223333:role/a', payments] }], undefined],
    ['an account of 13 digits', [{ accounts: ['1111222233334*'] }], /12 digits/],
    [
      'groups with accounts',
      [{ accounts: ['*'], groups: ['*'] }],
      /only a caller with a token or the user of a bot has groups/,
    ],
    ['groups with IAM callers', [{ callers: ['arn:*'], groups: ['*'] }], /callers without groups/],
    ['groups with a bot', [{ callers: ['bot:ci'], groups: ['*'] }], /callers without groups/],
    ['groups with users of a bot', [{ callers: ['bot:ci/*'], groups: ['*'] }], undefined],
    ['groups with bots of any name', [{ callers: ['bot:*'], groups: ['*'] }], undefined],
    ['bots with accounts', [{ callers: ['bot:*'], accounts: ['*'] }], /without an account/],
    [
      'anonymous with groups',
      [{ callers: ['anonymous'], groups: ['*'] }],
      /callers without groups/,
    ],
    [
      'anonymous and all that are known',
      [{ callers: ['anonymous'] }, { callers: ['*'] }],
      /different callers/,
    ],
    [
      'anonymous twice',
      [{ callers: ['anonymous'] }, { callers: ['anonymous', 'jwt:*'] }],
      undefined,
    ],
    [
      'a bot and its users',
      [{ callers: ['bot:ci'] }, { callers: ['bot:ci/*'] }],
      /different callers/,
    ],
    ['a bot twice', [{ callers: ['bot:ci'] }, { callers: ['bot:*'] }], undefined],
    [
      'tokens with accounts',
      [{ callers: ['jwt:*'], accounts: ['*'] }],
      /callers without an account/,
    ],
    [
      'callers of another account',
      [{ callers: [payments], accounts: ['444455556666'] }],
      /is of an account/,
    ],
    [
      'two layers, of other callers',
      [{ callers: [payments] }, { callers: ['arn:aws:sts::*:assumed-role/web/*'] }],
      /different callers/,
    ],
    [
      'two layers, IAM and tokens',
      [{ callers: ['arn:*'] }, { callers: ['jwt:*'] }],
      /different callers/,
    ],
    [
      'two layers, of other accounts',
      [{ accounts: ['1*'] }, { accounts: ['4*'] }],
      /different accounts/,
    ],
    [
      'two layers, groups and accounts',
      [{ accounts: ['1*'] }, { groups: ['a'] }],
      /only a caller with a token/,
    ],
    ['two layers, of two groups of one caller', [{ groups: ['a'] }, { groups: ['b'] }], undefined],
    [
      'two layers, of other recipes',
      [{ recipe: ['image'] }, { recipe: ['container'] }],
      /both kinds/,
    ],
    [
      'two layers, of a common recipe',
      [{ recipe: ['image'] }, { recipe: ['image', 'container'] }],
      undefined,
    ],
  ])('%s', (_, conditions, reason) => {
    const why = whyNever(...conditions.map((set) => conditionOf(set)));
    if (reason === undefined) expect(why).toBeUndefined();
    else expect(why).toMatch(reason);
  });
});

describe('what is decided', () => {
  it('is never contradicted by a caller', () => {
    fc.assert(
      fc.property(arbitraryPlainPolicy, arbitraryFacts, arbitrarySent, (policy, facts, sent) => {
        const applying = compilePolicy(policy).layersFor(facts, sent).layers;
        const conditionsOf = (layer: Layer): Condition[] =>
          (setsOf(layer) ?? [undefined]).map((set) => conditionOf(set));
        expect(whyNever(...applying.flatMap(({ layer }) => conditionsOf(layer)))).toBeUndefined();
        for (const { layer } of applying) {
          const implied = policy.layers.filter((other) =>
            appliesWhenever(
              { conditions: conditionsOf(other) },
              { conditions: conditionsOf(layer) },
            ),
          );
          expect(applying.map((one) => one.layer)).toEqual(expect.arrayContaining(implied));
        }
      }),
    );
  });
});
