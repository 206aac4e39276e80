import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { groupsOf } from '../../../src/adapters/groups.ts';

const bearer = (claims: object): string =>
  `Bearer e30.${Buffer.from(JSON.stringify({ sub: 's', ...claims })).toString('base64url')}.c2ln`;
const groupsIn = (groups: unknown, authorization?: string) =>
  groupsOf({ sub: 's', groups }, authorization, {});
const unclear = 'unclear';

describe('The groups of a claim', () => {
  it.each<[string, unknown, string[] | 'unclear', words: string[] | 'unclear']>([
    ['a list', ['payments', 'Web Admins'], ['payments', 'Web Admins'], ['payments', 'Web Admins']],
    ['a list with something else in it', ['payments', 7, null, ''], ['payments'], ['payments']],
    ['an HTTP API’s text of one', '[payments]', ['payments'], ['payments']],
    ['an HTTP API’s text of none', '[]', [], []],
    ['an HTTP API’s text of two words', '[payments web]', unclear, ['payments', 'web']],
    ['a comma in such a text', '[payments,web]', unclear, ['payments', 'web']],
    ['a space in such a text', '[ ]', unclear, []],
    ['a line break in such a text', '[payments\nweb]', unclear, unclear],
    ['a tab in such a text', '[payments\tweb]', unclear, unclear],
    ['a list in a list', '[[payments]]', unclear, unclear],
    ['two lists', '[payments] [web]', unclear, unclear],
    ['a null in a list', '[<nil>]', unclear, unclear],
    ['an object in a list', '[map[a:b]]', unclear, unclear],
    ['JSON', '["payments"]', unclear, unclear],
    ['an object', '{payments}', unclear, unclear],
    ['a REST API’s text of two', 'payments,web', unclear, ['payments', 'web']],
    ['commas with spaces', 'payments, web ,', unclear, ['payments', 'web']],
    ['one word', 'payments', ['payments'], ['payments']],
    ['one text with a space', 'Web Admins', unclear, ['Web', 'Admins']],
    ['half a list', '[payments', unclear, unclear],
    [
      'an id',
      '3f0c1d2e-0000-4000-8000-000000000000',
      ['3f0c1d2e-0000-4000-8000-000000000000'],
      ['3f0c1d2e-0000-4000-8000-000000000000'],
    ],
    ['an empty text', '', [], []],
    ['a number', 7, unclear, unclear],
    ['an object that is none of a text', { payments: true }, unclear, unclear],
    ['null', null, [], []],
    ['nothing', undefined, [], []],
  ])('of %s, and where every group is a word', (_, groups, alone, words) => {
    expect(groupsIn(groups)).toEqual(alone);
    expect(groupsOf({ sub: 's', groups }, undefined, { groupNames: 'words' })).toEqual(words);
  });

  it('are Cognito’s where there is no other', () => {
    expect(groupsOf({ 'cognito:groups': '[web]' }, undefined, {})).toEqual(['web']);
    expect(groupsOf({ groups: null, 'cognito:groups': '[web]' }, undefined, {})).toEqual(['web']);
    expect(groupsOf({ groups: '[a]', 'cognito:groups': '[web]' }, undefined, {})).toEqual(['a']);
  });

  it.each([
    ['an HTTP API’s text', '[web admins payments]'],
    ['a REST API’s text', 'web admins,payments'],
  ])('of %s are told apart by the token that was checked', (_, claim) => {
    const groups = ['web admins', 'payments'];
    expect(groupsIn(claim, bearer({ groups }))).toEqual(groups);
    expect(groupsIn(claim, bearer({ groups }).slice('Bearer '.length))).toEqual(groups);
    expect(
      groupsOf({ sub: 's', groups: claim }, bearer({ groups }), { groupNames: 'words' }),
    ).toEqual(groups);
  });

  it.each<[string, string, string]>([
    ['of somebody else', '[x y]', bearer({ sub: 'other', groups: ['x y'] })],
    ['of nobody', '[x y]', bearer({ sub: undefined, groups: ['x y'] })],
    ['with other groups', '[x y]', bearer({ groups: ['y'] })],
    ['with a number among them', '[x y 7]', bearer({ groups: ['x y', 7] })],
    ['with a null among them', '[x y <nil>]', bearer({ groups: ['x y', null] })],
    ['with a text for them', 'x,y', bearer({ groups: 'x,y' })],
    ['after a tab', '[x y]', bearer({ groups: ['x y'] }).replace(' ', '\t')],
    ['with a space behind it', '[x y]', `${bearer({ groups: ['x y'] })} `],
    [
      'that was sent twice',
      '[x y]',
      `${bearer({ groups: ['x y'] })},${bearer({ groups: ['x y'] })}`,
    ],
    ['that cannot be read', '[x y]', 'Bearer not.a.token'],
    ['that is a list', '[x y]', 'Bearer e30.W10.x'],
    ['of a signature', '[x y]', 'AWS4-HMAC-SHA256 x'],
    ['that is empty', '[x y]', ''],
  ])('are unclear beside a token %s', (_, claim, authorization) => {
    expect(groupsIn(claim, authorization)).toBe(unclear);
  });

  it('are unclear where the token is not to be read', () => {
    const claims = { sub: 's', groups: '[x y]' };
    const token = bearer({ groups: ['x y'] });
    expect(groupsOf(claims, token, {})).toEqual(['x y']);
    expect(groupsOf(claims, token, { tokenHeader: 'none' })).toBe(unclear);
  });

  it('are those of the claim where it is clear, whatever the token says', () => {
    const forged = bearer({ groups: ['administrators'] });
    expect(groupsIn('[payments]', forged)).toEqual(['payments']);
    expect(groupsIn(['payments'], forged)).toEqual(['payments']);
    expect(groupsIn(undefined, forged)).toEqual([]);
  });

  it.each<[string, object]>([
    ['as an HTTP API writes it', { _claim_names: 'map[groups:src1]' }],
    ['as JSON', { _claim_names: '{"groups":"src1"}' }],
    ['as it is', { _claim_names: { groups: 'src1' } }],
    ['in one word', { hasgroups: 'true' }],
    ['in a boolean', { hasgroups: true }],
  ])('are unclear where Entra ID says that they are elsewhere, %s', (_, says) => {
    expect(groupsOf({ sub: 's', ...says }, undefined, {})).toBe(unclear);
    expect(groupsOf({ sub: 's', ...says, groups: '[a]' }, undefined, {})).toBe(unclear);
    expect(groupsOf({ sub: 's', ...says }, undefined, { groupNames: 'words' })).toBe(unclear);
    expect(groupsOf({ sub: 's' }, bearer(says), {})).toBe(unclear);
  });

  it('are not elsewhere where something else is', () => {
    const says = { _claim_names: 'map[mygroupsx:src1]', hasgroups: 'false' };
    expect(groupsOf({ sub: 's', groups: '[a]', ...says }, undefined, {})).toEqual(['a']);
  });

  it('whatever the names and whatever the token, are never guessed', () => {
    const names = fc.array(fc.oneof(fc.constantFrom('a', 'b', 'a b', 'a,b', ''), fc.string()), {
      maxLength: 4,
    });
    fc.assert(
      fc.property(names, names, fc.boolean(), (held, forged, inBrackets) => {
        const claim = inBrackets ? `[${held.join(' ')}]` : held.join(',');
        const found = groupsIn(claim, bearer({ groups: held }));
        expect(found).toEqual(held.filter((name) => name !== ''));
        for (const token of [undefined, bearer({ sub: 't', groups: forged })]) {
          const alone = groupsIn(claim, token);
          if (alone === unclear) continue;
          // Without the token, a text is one word, which API Gateway can have made of one name alone.
          expect(alone.length).toBeLessThanOrEqual(1);
          for (const name of alone) expect(held.join('')).toBe(name);
        }
      }),
    );
  });
});
