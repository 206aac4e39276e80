import { describe, expect, it } from 'vitest';
import { compilePolicy } from '../../../src/policy/compile.ts';
import { recipeKind } from '../../../src/policy/match.ts';
import type { Applies, Caller, Layer, Members } from '../../../src/policy/document.ts';
import { factsOf } from '../../support/policy-facts.ts';

const matchingLayers = (layers: readonly Layer[], caller: Caller, sent: Members) =>
  compilePolicy({ layers })
    .layersFor(factsOf(caller), sent)
    .layers.map(({ layer }) => layer);

const session = 'arn:aws:sts::111122223333:assumed-role/payments-ci/build';
const iam: Caller = { id: session, account: '111122223333', groups: [] };
const portal: Caller = { id: 'jwt:ana', groups: ['payments', 'platform-admins'] };
const anonymous: Caller = { groups: [] };

const holds = (applies: Applies, caller: Caller, sent: Members = {}): boolean =>
  matchingLayers([{ name: 'layer', applies }], caller, sent).length === 1;

describe('a layer without conditions', () => {
  it.each([iam, portal, anonymous])('always applies: %j', (caller) => {
    expect(matchingLayers([{ name: 'a' }, { name: 'b' }], caller, {})).toHaveLength(2);
  });
});

describe('one matcher', () => {
  it.each<[string, Applies, Caller, boolean]>([
    ['callers, the ARN itself', { callers: [session] }, iam, true],
    ['callers, a pattern', { callers: ['arn:aws:sts::*:assumed-role/payments-*/*'] }, iam, true],
    ['callers, any', { callers: ['*'] }, iam, true],
    ['callers, another', { callers: ['arn:aws:sts::*:assumed-role/web-*/*'] }, iam, false],
    ['callers, one of several', { callers: ['x', '*build'] }, iam, true],
    ['callers, a part of the ARN alone', { callers: ['assumed-role/payments-ci'] }, iam, false],
    ['callers, in another case', { callers: [session.toUpperCase()] }, iam, false],
    ['callers, a token', { callers: ['jwt:*'] }, portal, true],
    ['callers, an ARN for a token', { callers: ['arn:*'] }, portal, false],
    ['callers, even any, anonymous caller', { callers: ['*'] }, anonymous, false],
    ['accounts', { accounts: ['111122223333'] }, iam, true],
    ['accounts, a pattern', { accounts: ['1111*'] }, iam, true],
    ['accounts, another', { accounts: ['444455556666'] }, iam, false],
    ['accounts, one of several', { accounts: ['444455556666', '111122223333'] }, iam, true],
    ['accounts, a token has none', { accounts: ['*'] }, portal, false],
    ['accounts, anonymous caller', { accounts: ['*'] }, anonymous, false],
    ['groups', { groups: ['payments'] }, portal, true],
    ['groups, the second of the caller', { groups: ['platform-*'] }, portal, true],
    ['groups, one of several', { groups: ['x', 'payments'] }, portal, true],
    ['groups, a part of the name alone', { groups: ['pay'] }, portal, false],
    ['groups, IAM has none', { groups: ['*'] }, iam, false],
    ['groups, anonymous caller', { groups: ['*'] }, anonymous, false],
  ])('%s', (_, applies, caller, expected) => {
    expect(holds(applies, caller)).toBe(expected);
  });
});

describe('several matchers', () => {
  it('must all match', () => {
    const callers = ['arn:aws:sts::*'];
    expect(holds({ callers, accounts: ['111122223333'] }, iam)).toBe(true);
    expect(holds({ callers, accounts: ['444455556666'] }, iam)).toBe(false);
    expect(holds({ callers: ['jwt:*'], groups: ['payments'] }, portal)).toBe(true);
    expect(holds({ callers: ['jwt:bob'], groups: ['payments'] }, portal)).toBe(false);
    expect(holds({ accounts: ['111122223333'], recipe: ['image'] }, iam)).toBe(false);
  });
});

describe('the kind of recipe', () => {
  const image = { imageRecipeArn: 'i' };
  const container = { containerRecipeArn: 'c' };
  const containers: Layer = { name: 'containers', applies: { recipe: ['container'] } };
  const images: Layer = { name: 'images', applies: { recipe: ['image'] } };
  const either: Layer = { name: 'either', applies: { recipe: ['image', 'container'] } };
  const byRecipe = [images, containers, either];
  const applying = (general: readonly Layer[], sent: Members, caller = iam): string[] =>
    matchingLayers([...general, ...byRecipe], caller, sent)
      .map(({ name }) => name)
      .filter((name) => byRecipe.some((layer) => layer.name === name));

  it.each<[string, readonly Layer[], Members, string[]]>([
    ['sent', [], container, ['containers', 'either']],
    [
      'sent, whatever the default',
      [{ name: 'a', defaults: image }],
      container,
      ['containers', 'either'],
    ],
    [
      'sent, whatever is enforced',
      [{ name: 'a', enforced: image }],
      container,
      ['containers', 'either'],
    ],
    ['supplied by a default', [{ name: 'a', defaults: image }], {}, ['images', 'either']],
    [
      'supplied by an enforced value',
      [{ name: 'a', enforced: container }],
      {},
      ['containers', 'either'],
    ],
    [
      'supplied by an enforced value before a default',
      [{ name: 'a', enforced: container, defaults: image }],
      {},
      ['containers', 'either'],
    ],
    [
      'by the more general of two enforced values',
      [
        { name: 'a', enforced: image },
        { name: 'b', enforced: container },
      ],
      {},
      ['images', 'either'],
    ],
    [
      'by the more specific of two defaults',
      [
        { name: 'a', defaults: image },
        { name: 'b', defaults: container },
      ],
      {},
      ['containers', 'either'],
    ],
    ['supplied by no layer', [], {}, []],
    [
      'not supplied by a layer that does not apply',
      [{ name: 'a', applies: { accounts: ['4*'] }, defaults: image }],
      {},
      [],
    ],
  ])('%s', (_, general, sent, expected) => {
    expect(applying(general, sent)).toEqual(expected);
  });

  it('is not supplied by a layer that asks for it itself', () => {
    const layers: Layer[] = [{ name: 'images', applies: { recipe: ['image'] }, defaults: image }];
    expect(matchingLayers(layers, iam, {})).toEqual([]);
  });

  it('that was sent counts even where its value is unknown', () => {
    const sent = { containerRecipeArn: undefined };
    expect(applying([{ name: 'a', enforced: image }], sent)).toEqual(['containers', 'either']);
  });

  it('is supplied by layers that apply to this caller, whatever else they ask of it', () => {
    const general = [{ name: 'a', applies: { accounts: ['1*'] }, defaults: container }];
    expect(applying(general, {})).toEqual(['containers', 'either']);
    expect(applying(general, {}, portal)).toEqual([]);
  });

  it('is image where both are sent, which the rules refuse', () => {
    expect(recipeKind({ ...container, ...image })).toBe('image');
    expect(recipeKind({})).toBeUndefined();
    expect(recipeKind(undefined)).toBeUndefined();
  });

  it('keeps the order of the policy', () => {
    const layers = [containers, { name: 'general' }, either];
    expect(matchingLayers(layers, anonymous, container).map(({ name }) => name)).toEqual([
      'containers',
      'general',
      'either',
    ]);
  });
});
